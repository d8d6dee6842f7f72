// tocsin verify: whether a client would accept a file; tocsin inspect: every field of a file.
#include <algorithm>
#include <iostream>
#include <limits>
#include <memory>
#include <string>

#include "packaging/kit/command_line.h"
#include "packaging/kit/commands.h"
#include "packaging/kit/files/author_files.h"
#include "packaging/kit/release/client_verdict.h"
#include "packaging/kit/release/inspect.h"
#include "schema/core/text/text.h"
#include "schema/platform/clock.h"

namespace tocsin::kit {
namespace {

struct VerifyOptions {
  std::string patch, scf, root, at, state;
  VerifyRequest request;
};

Failure bad_state(const std::string& text) {
  return fail(Code::invalid_argument, "verify.state", text + ": not EPOCH.SERIAL[:SHA256][@NEWEST_ISSUED]");
}

/// Cuts off the text from the last `mark` on and returns what follows it; nothing if there is no mark.
std::optional<std::string> cut(std::string& text, char mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string::npos) return std::nullopt;
  std::string tail = text.substr(at + 1);
  text.resize(at);
  return tail;
}

bool set_newest(StoredState& state, const std::optional<std::string>& text) {
  if (!text) return true;
  state.newest_issued = parse_instant(*text);
  return state.newest_issued.has_value();
}

bool set_hash(StoredState& state, const std::optional<std::string>& text) {
  if (!text) return true;
  const auto bytes = unhex(*text);
  if (!bytes || bytes->size() != sizeof(Digest)) return false;
  std::ranges::copy(*bytes, state.payload_hash.emplace().begin());
  return true;
}

bool set_position(StoredState& state, std::string text) {
  const auto serial_text = cut(text, '.');
  const auto epoch = parse_decimal(text, std::numeric_limits<std::uint32_t>::max());
  if (!serial_text || !epoch) return false;
  const auto serial = parse_decimal(*serial_text, std::numeric_limits<std::uint64_t>::max());
  if (!serial) return false;
  state.epoch = static_cast<std::uint32_t>(*epoch);
  state.serial = *serial;
  return true;
}

/// "2.7", "2.7:<64 hex digits>", either followed by "@2025-11-24T00:00:00Z"; empty: none.
Result<std::optional<StoredState>> parse_stored_state(const std::string& text) {
  if (text.empty()) return std::nullopt;
  StoredState state;
  std::string left = text;
  const auto newest = cut(left, '@');
  const auto hash = cut(left, ':');
  if (!set_newest(state, newest) || !set_hash(state, hash) || !set_position(state, left))
    return bad_state(text);
  return state;
}

/// A file that cannot be read, for any reason, is reported as not found: there is nothing to verify.
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
  return fail(std::move(error));
}

/// The chain of an scf.dat may begin with any root, so the trusted root must be given.
Result<void> check_choice(const VerifyOptions& options) {
  if (options.patch.empty() == options.scf.empty())
    return fail(Code::invalid_argument, "verify", "either PATCH or --scf");
  if (!options.scf.empty() && options.root.empty())
    return fail(Code::invalid_argument, "verify", "--scf needs --root");
  return {};
}

Result<void> set_time_and_state(VerifyOptions& options) {
  options.request.at = TRY(time_option(options.at, "--at", system_now()));
  options.request.state = TRY(parse_stored_state(options.state));
  return {};
}

Result<void> set_root(VerifyOptions& options, std::string_view evidence) {
  if (!options.root.empty()) {
    options.request.root = TRY(read_evidence(options.root));
    return {};
  }
  const auto own = TRY(own_root(evidence));
  options.request.root = own.envelope;
  std::cerr << "trusting the patch's own first root";
  for (const std::string& id : own.key_ids) std::cerr << ' ' << id;
  std::cerr << '\n';
  return {};
}

Result<ProvenRelease> verdict_of(VerifyOptions& options) {
  TRY(check_choice(options));
  TRY(set_time_and_state(options));
  auto evidence = TRY(read_evidence(options.scf.empty() ? options.patch : options.scf));
  TRY(set_root(options, evidence));
  if (options.scf.empty()) return prove_patch(evidence, options.request);
  options.request.scf = std::move(evidence);
  return TRY(prove_scf(options.request)).release();
}

int run_verify(VerifyOptions& options) {
  const auto verdict = verdict_of(options);
  if (verdict) {
    std::cout << "ACCEPT " << verdict->epoch << '.' << verdict->serial << '\n';
    return 0;
  }
  if (verdict.error().rule.empty()) return report(verdict.error());
  std::cout << verdict.error().rule << '\n';
  return tocsin::exit_code(Code::untrusted);
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

struct InspectOptions {
  std::string file;
  bool json = false;
};

int run_inspect(const InspectOptions& options) {
  const auto bytes = read_draft(options.file);
  if (!bytes) return report(bytes.error());
  const auto listing = inspect_file(*bytes, options.json ? Listing::json : Listing::text);
  if (!listing) return report(in_file(listing.error(), options.file));
  std::cout << *listing;
  return 0;
}

void add_inspect(CommandLine app) {
  auto options = std::make_shared<InspectOptions>();
  CommandLine command =
      app.command("inspect", "Print every field of a root, scf.dat, payload, patch or trust.dat");
  command.option("FILE", options->file).required();
  command.flag("--json", options->json, "Print JSON (schema tocsin.inspect/1)");
  command.run([options] { return run_inspect(*options); });
}

}  // namespace

void add_verify_commands(CommandLine app) {
  add_verify(app);
  add_inspect(app);
}

}  // namespace tocsin::kit
