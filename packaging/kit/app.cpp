// The kit as one program: its commands, in the order of --help, and its versions.
#include <openssl/crypto.h>

#include <nlohmann/json.hpp>
#include <string>

#include "packaging/kit/commands.h"
#include "schema/trust/digest.h"

namespace {

std::string json_version() {
  const auto meta = nlohmann::json::meta();
  return meta.at("version").at("string").get<std::string>();
}

std::string versions() {
  std::string out = "tocsin " TOCSIN_VERSION "\nOpenSSL ";
  out += OpenSSL_version(OPENSSL_VERSION_STRING);
  out += ", pugixml " TOCSIN_PUGIXML ", nlohmann/json ";
  out += json_version();
  out += ", CLI11 ";
  out += tocsin::kit::command_line_version();
  return out;
}

void add_commands(tocsin::kit::CommandLine app) {
  app.need_command();
  tocsin::kit::add_lint_command(app);
  tocsin::kit::add_explain_command(app);
  tocsin::kit::add_diff_command(app);
  tocsin::kit::add_version_commands(app);
  tocsin::kit::add_locale_commands(app);
  tocsin::kit::add_keygen_command(app);
  tocsin::kit::add_root_commands(app);
  tocsin::kit::add_release_command(app);
  tocsin::kit::add_sign_command(app);
  tocsin::kit::add_pack_command(app);
  tocsin::kit::add_verify_commands(app);
  tocsin::kit::add_tally_command(app);
}

}  // namespace

namespace tocsin::kit {

int run_kit(int argc, const char* const* argv) {
  return run_program({"tocsin", "Author's kit of Tocsin: write, check, sign and pack notices", versions()},
                     add_commands, argc, argv);
}

}  // namespace tocsin::kit
