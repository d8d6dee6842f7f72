// tocsin verify, tocsin inspect: what a client would say to a file, and what is in it. Layer: packaging/kit.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "packaging/kit/commands.h"
#include "packaging/kit/draft_inspect.h"
#include "packaging/kit/signing_options.h"
#include "packaging/kit/signing_verdict.h"
#include "schema/platform/clock.h"

namespace tocsin {
namespace {

struct InspectOptions {
  std::string file;
  bool json = false;
};

struct VerifyOptions {
  std::string scf, root, at, state;
  VerifyRequest request;
};

int run_inspect(const InspectOptions& options) {
  const auto bytes = read_draft(options.file);
  if (!bytes) return report(bytes.error());
  const auto listing = inspect_file(*bytes, options.json ? Listing::json : Listing::text);
  if (!listing) return report(in_file(listing.error(), options.file));
  std::cout << *listing;
  return 0;
}

/// Whatever keeps a file from being read is the same to the caller: there is nothing to verify.
Result<std::string> read_evidence(const std::string& path) {
  auto bytes = read_draft(path);
  if (bytes) return bytes;
  Error error = bytes.error();
  if (error.code == Code::too_large) {
    error.rule = "SIZE";
  } else {
    error.code = Code::not_found;
    error.rule.clear();
  }
  return Failure(std::move(error));
}

Result<std::string> verdict_of(VerifyOptions& options) {
  const auto at = time_option(options.at, "--at", system_now());
  if (!at) return Failure(at.error());
  const auto state = parse_stored_state(options.state);
  if (!state) return Failure(state.error());
  auto scf = read_evidence(options.scf);
  if (!scf) return Failure(scf.error());
  auto root = read_evidence(options.root);
  if (!root) return Failure(root.error());
  options.request.scf = std::move(*scf);
  options.request.root = std::move(*root);
  options.request.at = *at;
  options.request.state = *state;
  return verify_scf(options.request);
}

int run_verify(VerifyOptions& options) {
  const auto verdict = verdict_of(options);
  if (verdict) {
    std::cout << *verdict << '\n';
    return 0;
  }
  if (verdict.error().rule.empty()) return report(verdict.error());
  std::cout << verdict.error().rule << '\n';
  return tocsin::exit_code(Code::untrusted);
}

void add_inspect(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<InspectOptions>();
  auto* command =
      app.add_subcommand("inspect", "Print every field of a root, scf.dat, payload, patch or trust.dat");
  command->add_option("FILE", options->file)->required();
  command->add_flag("--json", options->json, "Print JSON (schema tocsin.inspect/1)");
  command->callback([options, &exit_code] { exit_code = run_inspect(*options); });
}

void add_verify(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<VerifyOptions>();
  auto* command =
      app.add_subcommand("verify", "Tell what a client would say: ACCEPT EPOCH.SERIAL, or why not");
  command->add_option("--scf", options->scf, "An scf.dat")->required();
  command->add_option("--root", options->root, "The root envelope that is trusted")->required();
  command->add_option("--at", options->at, "As 2026-11-22T00:00:00Z (default: now)");
  command->add_option("--product", options->request.product, "Not checked if not given");
  command->add_option("--platform", options->request.platform, "Not checked if not given");
  command->add_option(
      "--state", options->state,
      "What was accepted before: EPOCH.SERIAL[:SHA256 of the release payload][@NEWEST_ISSUED]");
  command->callback([options, &exit_code] { exit_code = run_verify(*options); });
}

}  // namespace

void add_verify_commands(CLI::App& app, int& exit_code) {
  add_verify(app, exit_code);
  add_inspect(app, exit_code);
}

}  // namespace tocsin
