// The texts of the triggers on Windows. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::updater {

/// One word of a command line, as CommandLineToArgvW reads it. Always quoted.
[[nodiscard]] std::string quoted_word(std::string_view word);
/// Words, each quoted, separated by blanks.
[[nodiscard]] std::string command_line(const std::vector<std::string>& words);

/// The Run value: `"INSTALL\SET\GATE"`.
[[nodiscard]] std::string run_value(const std::string& install, const std::string& set,
                                    const std::string& gate);
/// The set's name in such a value of exactly that form; none for any other text.
[[nodiscard]] std::optional<std::string> set_of_run_value(std::string_view value, const std::string& install,
                                                          const std::string& gate);

struct Task {
  std::string program;      // the gate's path
  std::string group;        // SID
  std::string description;  // shown
};
/// The task starts the gate at reconnect, unlock and daily, for the group's members, with --scheduled.
/// Shape:  a whole document, to be stored as UTF-16.
/// Source: Task Scheduler Schema 1.4, [MS-TSCH] 2.5.
[[nodiscard]] std::string task_text(const Task& task);
/// Whether the text that the scheduler returns (in any order) starts this program for this group.
[[nodiscard]] bool is_task_for(std::string_view text, const Task& task);

}  // namespace tocsin::updater
