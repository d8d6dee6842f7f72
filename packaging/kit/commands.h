// The author's kit, one file a group of commands. Layer: packaging/kit.
#pragma once

#include "schema/core/result.h"

namespace CLI {
class App;
}

namespace tocsin {

/// Each adds its subcommands to `app`; a subcommand's callback leaves the program's exit code in `exit_code`.
void add_version_commands(CLI::App& app, int& exit_code);  // version compare|match
void add_locale_commands(CLI::App& app, int& exit_code);   // locale pick|match
void add_lint_command(CLI::App& app, int& exit_code);      // lint
void add_explain_command(CLI::App& app, int& exit_code);   // explain
void add_key_commands(CLI::App& app, int& exit_code);      // keygen
void add_root_commands(CLI::App& app, int& exit_code);     // root new|rotate
void add_release_commands(CLI::App& app, int& exit_code);  // release, sign
void add_pack_commands(CLI::App& app, int& exit_code);     // pack
void add_verify_commands(CLI::App& app, int& exit_code);   // verify, inspect

/// The whole program but what main() must do first. Shape: main's arguments; the exit code.
int run_kit(int argc, char** argv);

/// Prints "tocsin: <describe(error)>" on standard error and returns the exit code of the error.
int report(const Error& error);

}  // namespace tocsin
