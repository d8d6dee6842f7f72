// tocsin keygen: a new Ed25519 key; tocsin sign: one more signature in a draft. Only these two commands
// handle a private key.
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "packaging/kit/command_line.h"
#include "packaging/kit/commands.h"
#include "packaging/kit/files/author_files.h"
#include "packaging/kit/release/add_signature.h"
#include "packaging/kit/release/signing_key.h"
#include "schema/core/text/text.h"
#include "schema/platform/files.h"
#include "schema/trust/signature.h"

namespace tocsin::kit {
namespace {

struct KeygenOptions {
  std::string output, passphrase_file;
};

struct SignOptions {
  std::string draft, key, passphrase_file, previous;
};

/// The first line of the file; empty if no file is named.
Result<std::string> read_passphrase(const std::string& path) {
  if (path.empty()) return std::string();
  const auto text = TRY(in_file(read_file(path, kPemBytes), path));
  std::string line = text.substr(0, text.find_first_of("\r\n"));
  if (line.empty()) return fail(Code::invalid_argument, "kit.passphrase", path + ": its first line is empty");
  return line;
}

/// Writes the private half first: a public key without it is of no use.
/// Shape: the key's id, hex.
Result<std::string> generate(const KeygenOptions& options) {
  const auto passphrase = TRY(read_passphrase(options.passphrase_file));
  const auto key = TRY(SigningKey::generate());
  const auto pem = TRY(key.private_pem(passphrase));
  TRY(create_private_file(options.output, pem));
  TRY(write_draft(options.output + ".pub", key.public_pem()));
  return hex(key_id(key.public_key()));
}

int run_keygen(const KeygenOptions& options) {
  const auto id = generate(options);
  if (!id) return report(id.error());
  std::cout << options.output << ".pub: key " << *id << '\n';
  return 0;
}

Result<SigningKey> read_signing_key(const std::string& path, const std::string& passphrase_file) {
  const auto passphrase = TRY(read_passphrase(passphrase_file));
  const auto pem = TRY(in_file(read_file(path, kPemBytes), path));
  return in_file(SigningKey::from_pem(pem, passphrase), path);
}

Result<SignedDraft> sign(const SignOptions& options) {
  const auto key = TRY(read_signing_key(options.key, options.passphrase_file));
  const auto draft = TRY(read_draft(options.draft));
  std::optional<std::string> previous;
  if (!options.previous.empty()) previous = TRY(read_draft(options.previous));
  auto result = TRY(in_file(add_signature(draft, key, previous), options.draft));
  TRY(write_draft(options.draft, result.bytes));
  return result;
}

int run_sign(const SignOptions& options) {
  const auto result = sign(options);
  if (!result) return report(result.error());
  std::cout << options.draft << ": signed by " << result->key_id << "; " << result->standing << '\n';
  return 0;
}

}  // namespace

void add_keygen_command(CommandLine app) {
  auto options = std::make_shared<KeygenOptions>();
  CommandLine command =
      app.command("keygen", "Make an Ed25519 key: KEY (private, PKCS#8 PEM, 0600) and KEY.pub");
  command.option("-o", options->output, "The private key's file; must not exist").required();
  command.option("--passphrase-file", options->passphrase_file, "Encrypt the key by this file's first line");
  command.run([options] { return run_keygen(*options); });
}

void add_sign_command(CommandLine app) {
  auto options = std::make_shared<SignOptions>();
  CommandLine command = app.command("sign", "Add one signature to a draft, in place");
  command.option("DRAFT", options->draft, "A root envelope or a release's payload").required();
  command.option("--key", options->key, "Private key, PKCS#8 PEM").required();
  command.option("--passphrase-file", options->passphrase_file, "Its first line decrypts the key");
  command.option("--previous", options->previous,
                 "For a rotated root: the root before it, to know its keys by");
  command.run([options] { return run_sign(*options); });
}

}  // namespace tocsin::kit
