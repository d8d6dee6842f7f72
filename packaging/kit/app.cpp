// The kit as one program: its groups of commands, and the exit code of the one that ran.
// Layer: packaging/kit.
#include <openssl/crypto.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>
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
  return std::string("tocsin ") + TOCSIN_VERSION + "\nOpenSSL " + OpenSSL_version(OPENSSL_VERSION_STRING) +
         ", pugixml " TOCSIN_PUGIXML ", nlohmann/json " + json_version() + ", CLI11 " + CLI11_VERSION;
}

void add_commands(tocsin::CommandLine app) {
  tocsin::add_lint_command(app);
  tocsin::add_explain_command(app);
  tocsin::add_diff_command(app);
  tocsin::add_version_commands(app);
  tocsin::add_locale_commands(app);
  tocsin::add_key_commands(app);
  tocsin::add_root_commands(app);
  tocsin::add_release_commands(app);
  tocsin::add_pack_commands(app);
  tocsin::add_verify_commands(app);
  tocsin::add_tally_command(app);
}

// Help and version are answers, on standard output; all else that CLI11 throws is a bad command line.
int answer(const CLI::App& app, const CLI::ParseError& stop) {
  const bool asked = app.exit(stop, std::cout, std::cerr) == 0;
  return asked ? 0 : tocsin::exit_code(tocsin::Code::invalid_argument);
}

}  // namespace

namespace tocsin {

int run_kit(int argc, const char* const* argv) {
  CLI::App app("Author's kit of Tocsin: write, check, sign and pack notices", "tocsin");
  app.allow_windows_style_options(false);  // the same words mean the same everywhere: "/x" is a path
  app.set_version_flag("--version", versions(), "Print the versions of the program and its libraries");
  app.set_help_all_flag("--help-all", "Print the help of every command");
  app.require_subcommand(1);
  int exit_code = 0;
  add_commands(CommandLine(app, exit_code));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& stop) {
    return answer(app, stop);
  }
  return exit_code;
}

}  // namespace tocsin
