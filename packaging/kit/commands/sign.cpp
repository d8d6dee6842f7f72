// tocsin sign: one more signature in a draft, after the signer has seen what it is and has confirmed it.
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "packaging/kit/command_line.h"
#include "packaging/kit/commands.h"
#include "packaging/kit/files/any_file.h"
#include "packaging/kit/files/author_files.h"
#include "packaging/kit/release/add_signature.h"
#include "packaging/kit/release/confirmation.h"
#include "packaging/kit/release/document_file.h"
#include "packaging/kit/release/previous.h"
#include "packaging/kit/release/private_file.h"
#include "packaging/kit/release/signing_key.h"
#include "packaging/kit/release/signing_summary.h"
#include "schema/platform/clock.h"
#include "schema/platform/program_start.h"

namespace tocsin {
namespace {

struct Options {
  std::string draft, key, passphrase_file, previous, sha256;
  bool first = false, force = false;
};

/// The file before the draft, or nothing where the draft is the first of its kind. `number`: the draft's
/// version or serial.
Result<std::optional<std::string>> read_previous(const Options& options, std::uint64_t number,
                                                 bool may_be_first) {
  if (!options.previous.empty()) return TRY(read_draft(options.previous));
  if (number <= 1 || (options.first && may_be_first)) return std::nullopt;
  return fail(Code::invalid_argument, "sign",
              std::string("--previous FILE is needed: the one signed before, to see what has changed") +
                  (may_be_first ? " (--first, if none was ever signed)" : ""));
}

Result<void> confirm(const Options& options, const Envelope& envelope) {
  const std::string digest = document_digest(envelope);
  if (!options.sha256.empty()) return check_digest(options.sha256, digest);
  if (is_input_terminal()) return ask_for_digest(std::cin, std::cerr, digest);
  return fail(Code::invalid_argument, "sign",
              "--sha256 HEX is needed where nobody can be asked: the digest of what is to be signed");
}

Result<SignedDraft> sign_root_draft(const Options& options, const std::string& draft, const SigningKey& key) {
  auto root = TRY(open_envelope(draft).and_then(decode_root));
  TRY(check_root(root, {}));
  const auto bytes = TRY(read_previous(options, root.version, false));
  std::optional<Root> previous;
  if (bytes) previous = TRY(in_file(open_previous_root(*bytes, root), options.previous));
  const Root* before = previous ? &*previous : nullptr;
  std::cout << options.draft << ": " << root_summary(root, before) << std::flush;
  TRY(unless_forced(check_issue_time(to_instant(root.issued), system_now()), options.force));
  auto result = TRY(sign_root(draft, key, before));
  TRY(confirm(options, root.envelope));
  return result;
}

Result<std::string> summary_of(const DocumentFile& file, const DocumentFile* previous) {
  if (file.role == Role::notices) return notices_summary(file, previous);
  return programs_summary(file, previous);
}

Result<SignedDraft> sign_document_draft(const Options& options, const std::string& draft,
                                        const SigningKey& key) {
  const auto file = TRY(open_draft(draft));
  const Position& position = file.document.position;
  const auto bytes = TRY(read_previous(options, position.serial, true));
  std::optional<DocumentFile> previous;
  if (bytes) {
    previous = TRY(in_file(open_previous_document(*bytes, file.role), options.previous));
    TRY(check_follows(file, *previous));
  }
  const DocumentFile* before = previous ? &*previous : nullptr;
  std::cout << options.draft << ": " << TRY(summary_of(file, before)) << std::flush;
  TRY(unless_forced(check_issue_time(to_instant(file.document.issued), system_now()), options.force));
  TRY(unless_forced(
      check_serial_step(position, previous ? std::optional(previous->document.position) : std::nullopt,
                        file.newest.block(file.role).floor),
      options.force));
  auto result = TRY(sign_document(draft, key));
  TRY(confirm(options, file.envelope));
  return result;
}

/// The signature is made before the signer is asked, so that nobody confirms for a key that may not sign. It
/// is written only afterwards.
Result<SignedDraft> sign(const Options& options) {
  const auto passphrase = TRY(read_passphrase(options.passphrase_file));
  const auto pem = TRY(read_private_file(options.key, kPemBytes));
  const auto key = TRY(in_file(SigningKey::from_pem(pem.view(), passphrase.view()), options.key));
  const auto draft = TRY(read_draft(options.draft));
  const bool is_root = kind_of(draft) == FileKind::root;
  auto result =
      TRY(in_file(is_root ? sign_root_draft(options, draft, key) : sign_document_draft(options, draft, key),
                  options.draft));
  TRY(write_draft(options.draft, result.bytes));
  return result;
}

int run(const Options& options) {
  const auto result = sign(options);
  if (!result) return report(result.error());
  std::cout << options.draft << ": signed by " << result->key_id << "; " << result->standing << '\n';
  return 0;
}

}  // namespace

void add_sign_command(CommandLine app) {
  auto options = std::make_shared<Options>();
  CommandLine command = app.command("sign", "Show what a draft is, then add one signature to it, in place");
  command.option("DRAFT", options->draft, "A root, or a draft of programs or notices").required();
  command.option("--key", options->key, "Private key, PKCS#8 PEM, that nobody else can read").required();
  command.option("--passphrase-file", options->passphrase_file, "Its first line decrypts the key");
  command.option("--previous", options->previous,
                 "The one signed before: a root envelope, or a file that holds programs or notices");
  command.flag("--first", options->first, "No programs or notices were signed before, whatever the serial");
  command.option("--sha256", options->sha256,
                 "The SHA-256 of what is to be signed (default: asked for on the terminal)");
  command.flag("--force", options->force, "Sign a time or a serial that looks wrong");
  command.run([options] { return run(*options); });
}

}  // namespace tocsin
