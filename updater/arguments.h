// The command line.
#pragma once

#include <span>
#include <string>

#include "schema/core/result.h"

namespace tocsin::updater {

enum class Command { install, status, verify, launch, uninstall, help, version };

struct Arguments {
  Command command = Command::install;
  std::string payload;  // --payload FILE; empty: this program's own
  std::string root;     // --root DIR; empty: this machine
  bool launch = false;
  bool terminal_hook = false;
  bool purge = false;
};

/// The command is `install` if none is named. Errors: invalid_argument (an unknown word; an option that the
/// command does not take, that is given twice, lacks its value, or has one of more than 4 KiB).
[[nodiscard]] Result<Arguments> parse_arguments(std::span<const char* const> words);

}  // namespace tocsin::updater
