// tocsin verify, tocsin inspect: what a client would say to a file, and what is in it. Layer: packaging/kit.
#include <iostream>
#include <memory>
#include <string>

#include "packaging/kit/command_line.h"
#include "packaging/kit/commands.h"
#include "packaging/kit/files/author_files.h"
#include "packaging/kit/release/client_verdict.h"
#include "packaging/kit/release/inspect.h"
#include "packaging/kit/release/option_values.h"
#include "packaging/kit/release/patch_proof.h"
#include "schema/platform/clock.h"

namespace tocsin {
namespace {

struct InspectOptions {
  std::string file;
  bool json = false;
};

struct VerifyOptions {
  std::string patch, scf, root, at, state;
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

/// An scf.dat holds no word of its own that could be taken: its chain may begin anywhere.
Result<void> check_choice(const VerifyOptions& options) {
  if (options.patch.empty() == options.scf.empty())
    return fail(Code::invalid_argument, "verify", "either PATCH or --scf");
  if (!options.scf.empty() && options.root.empty())
    return fail(Code::invalid_argument, "verify", "--scf needs --root");
  return {};
}

Result<void> set_time_and_state(VerifyOptions& options) {
  const auto at = time_option(options.at, "--at", system_now());
  if (!at) return Failure(at.error());
  const auto state = parse_stored_state(options.state);
  if (!state) return Failure(state.error());
  options.request.at = *at;
  options.request.state = *state;
  return {};
}

Result<void> set_root(VerifyOptions& options, std::string_view evidence) {
  if (!options.root.empty()) {
    auto root = read_evidence(options.root);
    if (!root) return Failure(root.error());
    options.request.root = std::move(*root);
    return {};
  }
  auto own = own_root(evidence);
  if (!own) return Failure(own.error());
  options.request.root = std::move(own->envelope);
  std::cerr << "trusting the patch's own first root";
  for (const std::string& id : own->key_ids) std::cerr << ' ' << id;
  std::cerr << '\n';
  return {};
}

Result<std::string> verdict_of(VerifyOptions& options) {
  if (const auto choice = check_choice(options); !choice) return Failure(choice.error());
  if (const auto set = set_time_and_state(options); !set) return Failure(set.error());
  auto evidence = read_evidence(options.scf.empty() ? options.patch : options.scf);
  if (!evidence) return evidence;
  if (const auto root = set_root(options, *evidence); !root) return Failure(root.error());
  if (options.scf.empty()) return prove_patch(*evidence, options.request).map(accept_line);
  options.request.scf = std::move(*evidence);
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

void add_inspect(CommandLine app) {
  auto options = std::make_shared<InspectOptions>();
  CommandLine command =
      app.command("inspect", "Print every field of a root, scf.dat, payload, patch or trust.dat");
  command.option("FILE", options->file).required();
  command.flag("--json", options->json, "Print JSON (schema tocsin.inspect/1)");
  command.run([options] { return run_inspect(*options); });
}

void add_verify(CommandLine app) {
  auto options = std::make_shared<VerifyOptions>();
  CommandLine command =
      app.command("verify", "Tell what a client would say: ACCEPT EPOCH.SERIAL, or why not");
  command.option("PATCH", options->patch, "A patch, or a payload: proven with all its files");
  command.option("--scf", options->scf, "An scf.dat alone, in place of PATCH; needs --root");
  command.option(
      "--root", options->root,
      "The root envelope that is trusted (default: the patch's own root 1, named on standard error)");
  command.option("--at", options->at, "As 2026-11-22T00:00:00Z (default: now)");
  command.option("--product", options->request.product, "Not checked if not given");
  command.option("--platform", options->request.platform, "Not checked if not given");
  command.option("--state", options->state,
                 "What was accepted before: EPOCH.SERIAL[:SHA256 of the release payload][@NEWEST_ISSUED]");
  command.run([options] { return run_verify(*options); });
}

}  // namespace

void add_verify_commands(CommandLine app) {
  add_verify(app);
  add_inspect(app);
}

}  // namespace tocsin
