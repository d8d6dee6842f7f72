// The commands of the author's kit, and the program that holds them.
#pragma once

#include "packaging/kit/command_line.h"

namespace tocsin::kit {

// Each adds its command to the program.
void add_version_commands(CommandLine app);  // version compare|match
void add_locale_commands(CommandLine app);   // locale pick|match
void add_lint_command(CommandLine app);      // lint
void add_explain_command(CommandLine app);   // explain
void add_diff_command(CommandLine app);      // diff
void add_keygen_command(CommandLine app);    // keygen
void add_root_commands(CommandLine app);     // root new|rotate
void add_release_command(CommandLine app);   // release
void add_sign_command(CommandLine app);      // sign
void add_pack_command(CommandLine app);      // pack
void add_verify_commands(CommandLine app);   // verify, inspect
void add_tally_command(CommandLine app);     // tally

/// Runs the program for main(), which has set up the process. Returns the exit code.
int run_kit(int argc, const char* const* argv);

}  // namespace tocsin::kit
