// messengerctl's command line as values. Only command_line.cpp includes CLI11.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <variant>

#include "schema/core/brand.h"

namespace tocsin::control {

enum class Command : std::uint8_t {
  list,
  show,
  explain,
  history,
  receipts,
  receipts_test,
  receipts_export,
  status,
  facts,
  verify,
  send,
  licenses,
};

struct CommandLine {
  Command command = Command::list;
  std::string root;      // --root; empty: the machine itself
  std::string id;        // explain ID, show ID; empty: every message
  bool all = false;      // list --all
  bool machine = false;  // list --machine
  bool json = false;
  bool plain = false;    // show --plain
  bool summary = false;  // list --summary
};

/// Help or version was asked for, or the line is wrong: what to print and with which exit code to leave.
struct EarlyEnd {
  std::string output;  // for standard output
  std::string error;   // for standard error
  int exit_code = 0;
};

/// Shape: `words` without the program's name. A wrong line ends with exit code 2.
[[nodiscard]] std::variant<CommandLine, EarlyEnd> parse_command_line(std::span<const char* const> words,
                                                                     const Brand& brand);

/// This program's and its libraries' versions, one a line.
[[nodiscard]] std::string version_text(const Brand& brand);

}  // namespace tocsin::control
