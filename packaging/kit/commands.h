// The author's kit, one file a group of commands. Layer: packaging/kit.
#pragma once

#include "packaging/kit/command_line.h"
#include "schema/core/result.h"

namespace tocsin {

/// Each adds its commands to the program.
void add_version_commands(CommandLine app);  // version compare|match
void add_locale_commands(CommandLine app);   // locale pick|match
void add_lint_command(CommandLine app);      // lint
void add_explain_command(CommandLine app);   // explain
void add_diff_command(CommandLine app);      // diff
void add_key_commands(CommandLine app);      // keygen
void add_root_commands(CommandLine app);     // root new|rotate
void add_release_commands(CommandLine app);  // release, sign
void add_pack_commands(CommandLine app);     // pack
void add_verify_commands(CommandLine app);   // verify, inspect
void add_tally_command(CommandLine app);     // tally

/// The whole program but what main() must do first. Shape: main's arguments; the exit code.
int run_kit(int argc, const char* const* argv);

/// Prints "tocsin: <describe(error)>" on standard error and returns the exit code of the error.
int report(const Error& error);

}  // namespace tocsin
