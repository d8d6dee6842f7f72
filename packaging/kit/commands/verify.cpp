// tocsin verify: whether a client would accept a file; tocsin inspect: every field of a file.
#include <algorithm>
#include <iostream>
#include <limits>
#include <memory>
#include <optional>
#include <string>

#include "packaging/kit/command_line.h"
#include "packaging/kit/commands.h"
#include "packaging/kit/files/any_file.h"
#include "packaging/kit/files/author_files.h"
#include "packaging/kit/release/client_verdict.h"
#include "packaging/kit/release/inspect.h"
#include "schema/core/brand.h"
#include "schema/core/text/text.h"
#include "schema/platform/clock.h"

namespace tocsin {
namespace {

struct Options {
  std::string file, root, at, built, client;
  std::string programs, notices, accepted_programs, accepted_notices;
  bool is_scf = false, own_root = false;
  VerifyRequest request;
};

/// Cuts off the text from the last `mark` on and returns what follows it; nothing if there is no mark.
std::optional<std::string> cut(std::string& text, char mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string::npos) return std::nullopt;
  std::string tail = text.substr(at + 1);
  text.resize(at);
  return tail;
}

bool set_hash(Accepted& accepted, const std::optional<std::string>& text) {
  if (!text) return true;
  const auto bytes = unhex(*text);
  if (!bytes || bytes->size() != sizeof(Digest)) return false;
  std::ranges::copy(*bytes, accepted.payload_hash.emplace().begin());
  return true;
}

/// A time, or seconds since 1970, which can lie beyond every time that has a text.
bool set_issued(Accepted& accepted, const std::optional<std::string>& text) {
  if (!text) return true;
  if (const auto instant = parse_instant(*text)) {
    accepted.issued = to_unix(*instant);
    return true;
  }
  const auto seconds = parse_decimal(*text, std::numeric_limits<std::uint64_t>::max());
  accepted.issued = seconds.value_or(0);
  return seconds.has_value();
}

/// "2.7", "2.7:<64 hex digits>", either followed by "@2025-11-24T00:00:00Z"; empty: nothing was accepted.
Result<Accepted> parse_accepted(const std::string& text, const std::string& option) {
  Accepted accepted;
  if (text.empty()) return accepted;
  std::string left = text;
  const auto issued = cut(left, '@');
  const auto hash = cut(left, ':');
  const auto position = parse_position(left);
  if (!position || !set_issued(accepted, issued) || !set_hash(accepted, hash)) {
    return fail(Code::invalid_argument, "verify.accepted",
                option + ": " + text + ": not EPOCH.SERIAL[:SHA256][@ISSUED]");
  }
  accepted.position = *position;
  return accepted;
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

/// A document of the live set: its envelope alone, or in any file that holds it. Empty where no file is
/// named.
Result<std::string> read_live(const std::string& path, Role role) {
  if (path.empty()) return std::string();
  const auto bytes = TRY(read_evidence(path));
  const FileKind kind = kind_of(bytes);
  if (kind == (role == Role::programs ? FileKind::programs : FileKind::notices)) return bytes;
  const auto scf = kind == FileKind::scf ? TRY(in_file(open_scf(bytes), path))
                                         : TRY(in_file(open_payload_of(bytes), path)).scf;
  const auto& envelope = role == Role::programs ? scf.programs : scf.notices;
  if (envelope) return std::string(envelope->whole);
  return fail(Code::invalid_argument, "verify.live", path + ": holds no " + std::string(role_name(role)));
}

Result<void> set_root(Options& options, std::string_view file) {
  if (!options.root.empty() && options.own_root)
    return fail(Code::invalid_argument, "verify", "either --root or --own-root");
  if (!options.root.empty()) {
    options.request.root = TRY(read_evidence(options.root));
  } else if (options.own_root) {
    options.request.root = TRY(own_root(file));
  } else {
    const auto compiled = brand().root_envelope;
    options.request.root.assign(compiled.begin(), compiled.end());
  }
  return {};
}

Result<ProvenRelease> verdict_of(Options& options) {
  VerifyRequest& request = options.request;
  request.at = TRY(time_option(options.at, "--at", system_now()));
  request.built = TRY(time_option(options.built, "--built", Instant{}));
  request.client = options.client == "dialog" ? Client::dialog : Client::update_patch;
  request.programs = TRY(parse_accepted(options.accepted_programs, "--accepted-programs"));
  request.notices = TRY(parse_accepted(options.accepted_notices, "--accepted-notices"));
  request.live_programs = TRY(read_live(options.programs, Role::programs));
  request.live_notices = TRY(read_live(options.notices, Role::notices));
  const auto file = TRY(read_evidence(options.file));
  TRY(set_root(options, file));
  return options.is_scf ? prove_scf(file, request) : prove_file(file, request);
}

/// Which root the verdict stands on, where it is not the one that clients of this brand have.
std::string by_root(const Options& options) {
  if (options.own_root) return ", by the file's own root";
  return options.root.empty() ? "" : ", by the root given";
}

int run_verify(Options& options) {
  const auto verdict = verdict_of(options);
  if (verdict) {
    std::cout << "ACCEPT notices " << format_position(verdict->notices.position);
    if (verdict->programs) std::cout << " programs " << format_position(verdict->programs->position);
    std::cout << by_root(options) << '\n';
    return 0;
  }
  const Error& error = verdict.error();
  if (error.rule.empty()) return report(error);
  std::cout << error.rule << (error.context.empty() ? "" : " ") << error.context << '\n';
  if (!error.detail.empty()) std::cerr << "tocsin: " << error.detail << '\n';
  return tocsin::exit_code(Code::untrusted);
}

void add_verify(CommandLine app) {
  auto options = std::make_shared<Options>();
  CommandLine command =
      app.command("verify", "Tell what a client would say: ACCEPT notices E.S programs E.S, or why not");
  command.option("FILE", options->file, "A patch, a payload or a notices file: proven with all its files")
      .required();
  command.flag("--scf", options->is_scf, "FILE is an scf.dat alone");
  command.option("--root", options->root, "The root envelope that is trusted (default: this brand's)");
  command.flag("--own-root", options->own_root,
               "Trust the file's own first root: checks its form, not where it comes from");
  command.option("--at", options->at, "The client's clock, as 2026-11-22T00:00:00Z (default: now)");
  command.option("--built", options->built, "When the client was built (default: long ago)");
  command.option("--as", options->client, "Which client reads the file (default: update-patch)")
      .one_of({"update-patch", "dialog"});
  command.option("--product", options->request.product, "Default: that of the trusted root");
  command.option("--platform", options->request.platform, "Not checked if not given");
  command.option("--programs", options->programs, "A file with the programs of the live set (default: none)");
  command.option("--notices", options->notices, "A file with the notices of the live set (default: none)");
  command.option("--accepted-programs", options->accepted_programs,
                 "Programs accepted before: EPOCH.SERIAL[:SHA256 of the document][@ISSUED]");
  command.option("--accepted-notices", options->accepted_notices, "Notices accepted before, likewise");
  command.run([options] { return run_verify(*options); });
}

struct InspectOptions {
  std::string file;
  bool json = false, digest = false;
};

int run_inspect(const InspectOptions& options) {
  const auto bytes = read_draft(options.file);
  if (!bytes) return report(bytes.error());
  const auto listing = options.digest ? digest_of_draft(*bytes)
                                      : inspect_file(*bytes, options.json ? Listing::json : Listing::text);
  if (!listing) return report(in_file(listing.error(), options.file));
  std::cout << *listing;
  return 0;
}

void add_inspect(CommandLine app) {
  auto options = std::make_shared<InspectOptions>();
  CommandLine command =
      app.command("inspect", "Print every field of a root, document, scf.dat, payload, patch or trust.dat");
  command.option("FILE", options->file).required();
  command.flag("--json", options->json, "Print JSON (schema tocsin.inspect/1)");
  command.flag("--digest", options->digest,
               "Print only the SHA-256 that a signer of the draft confirms (sign --sha256)");
  command.run([options] { return run_inspect(*options); });
}

}  // namespace

void add_verify_commands(CommandLine app) {
  add_verify(app);
  add_inspect(app);
}

}  // namespace tocsin
