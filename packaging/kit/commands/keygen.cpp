// tocsin keygen: a new Ed25519 key, in two files.
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

#include "packaging/kit/command_line.h"
#include "packaging/kit/commands.h"
#include "packaging/kit/release/private_file.h"
#include "packaging/kit/release/signing_key.h"
#include "schema/core/text/text.h"
#include "schema/platform/native_path.h"
#include "schema/trust/signature.h"

namespace tocsin {
namespace {

struct Options {
  std::string output, passphrase_file;
};

/// Neither half is written over. A private key whose public half could not be written is of no use, and goes.
/// Shape: the key's id, hex.
Result<std::string> generate(const Options& options) {
  const auto passphrase = TRY(read_passphrase(options.passphrase_file));
  const auto key = TRY(SigningKey::generate());
  const auto pem = TRY(key.private_pem(passphrase.view()));
  TRY(create_file(options.output, pem.view(), Readers::owner));
  const auto written = create_file(options.output + ".pub", key.public_pem(), Readers::everyone);
  if (!written) {
    std::error_code ignored;
    std::filesystem::remove(native_path(options.output), ignored);
    return fail(written.error());
  }
  return hex(key_id(key.public_key()));
}

int run(const Options& options) {
  const auto id = generate(options);
  if (!id) return report(id.error());
  std::cout << options.output << ".pub: key " << *id << '\n';
  return 0;
}

}  // namespace

void add_keygen_command(CommandLine app) {
  auto options = std::make_shared<Options>();
  CommandLine command =
      app.command("keygen", "Make an Ed25519 key: KEY (private, PKCS#8 PEM, 0600) and KEY.pub");
  command.option("-o", options->output, "The private key's file; neither it nor KEY.pub may exist")
      .required();
  command.option("--passphrase-file", options->passphrase_file, "Encrypt the key by this file's first line");
  command.run([options] { return run(*options); });
}

}  // namespace tocsin
