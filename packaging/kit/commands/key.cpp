// tocsin keygen: a new Ed25519 key and its public half. Layer: packaging/kit.
#include <iostream>
#include <memory>
#include <string>

#include "packaging/kit/command_line.h"
#include "packaging/kit/commands.h"
#include "packaging/kit/release/option_values.h"
#include "packaging/kit/release/signing_key.h"
#include "schema/core/text/text.h"
#include "schema/trust/signature.h"

namespace tocsin {
namespace {

struct Options {
  std::string output, passphrase_file;
};

/// The private half first: a public key without it is of no use to anyone.
Result<std::string> generate(const Options& options) {
  const auto passphrase = read_passphrase(options.passphrase_file);
  if (!passphrase) return Failure(passphrase.error());
  const auto key = SigningKey::generate();
  if (!key) return Failure(key.error());
  const auto pem = key->private_pem(*passphrase);
  if (!pem) return Failure(pem.error());
  if (const auto created = create_private_file(options.output, *pem); !created)
    return Failure(created.error());
  if (const auto written = write_draft(options.output + ".pub", key->public_pem()); !written)
    return Failure(written.error());
  return hex(key_id(key->public_key()));
}

int run(const Options& options) {
  const auto id = generate(options);
  if (!id) return report(id.error());
  std::cout << options.output << ".pub: key " << *id << '\n';
  return 0;
}

}  // namespace

void add_key_commands(CommandLine app) {
  auto options = std::make_shared<Options>();
  CommandLine command =
      app.command("keygen", "Make an Ed25519 key: KEY (private, PKCS#8 PEM, 0600) and KEY.pub");
  command.option("-o", options->output, "The private key's file; must not exist").required();
  command.option("--passphrase-file", options->passphrase_file, "Encrypt the key by this file's first line");
  command.run([options] { return run(*options); });
}

}  // namespace tocsin
