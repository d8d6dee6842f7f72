// The command line. Layer: updater.
#pragma once

#include <span>
#include <string>

#include "schema/core/result.h"

namespace tocsin {

enum class Command { install, status, verify, launch, uninstall, help, version };

struct Arguments {
  Command command = Command::install;
  std::string payload;  // --payload FILE; empty: this program's own
  std::string root;     // --root DIR; empty: this machine
  bool launch = false;
  bool terminal_hook = false;
  bool purge = false;
};

/// Without a word it is `install`. Errors: invalid_argument (unknown word, an option the command does not
/// take, given twice or without its value, more than 4 KiB of it).
[[nodiscard]] Result<Arguments> parse_arguments(std::span<const char* const> words);

}  // namespace tocsin
