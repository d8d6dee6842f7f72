// The kit's command line: how a command describes its options, and what every command does alike. The library
// that parses it, CLI11, is included in command_line.cpp only, because it takes seconds to compile.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <vector>

#include "schema/core/instant.h"
#include "schema/core/result.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace tocsin::kit {

/// One option or positional argument.
class OptionLine {
 public:
  explicit OptionLine(CLI::Option* option) : option_(option) {}
  OptionLine required();
  OptionLine comma_separated();
  OptionLine between(int least, int most);
  OptionLine one_of(std::initializer_list<const char*> words);
  /// Whether it was given. Valid once the command line has been parsed.
  [[nodiscard]] bool is_given() const;

 private:
  CLI::Option* option_;
};

/// One command, or the program itself. `into` must live until the program has run.
class CommandLine {
 public:
  CommandLine(CLI::App& app, int& exit_code) : app_(&app), exit_code_(&exit_code) {}
  CommandLine command(const char* name, const char* help);
  /// One of its commands must be given.
  void need_command();
  OptionLine option(const char* name, std::string& into, const char* help = "");
  OptionLine option(const char* name, std::vector<std::string>& into, const char* help = "");
  OptionLine option(const char* name, unsigned& into, const char* help = "");
  OptionLine option(const char* name, std::uint64_t& into, const char* help = "");
  void flag(const char* name, bool& into, const char* help);
  /// Sets what the command does. The result of `work` is the program's exit code.
  void run(std::function<int()> work);

 private:
  CLI::App* app_;
  int* exit_code_;
};

/// The version of CLI11.
[[nodiscard]] std::string command_line_version();

/// What the help and --version of a program say.
struct ProgramText {
  const char* name = "";
  const char* purpose = "";
  std::string versions;
};

/// Parses the command line that `describe` sets up and runs the command. Returns the exit code: 2 for a bad
/// command line, 0 for --help, --help-all and --version, else the command's own.
int run_program(const ProgramText& text, const std::function<void(CommandLine)>& describe, int argc,
                const char* const* argv);

/// A time as 2026-11-22T00:00:00Z; empty text means `fallback`. Errors: invalid_argument, naming `option`.
[[nodiscard]] Result<Instant> time_option(const std::string& text, const std::string& option,
                                          Instant fallback);

/// Prints "tocsin: <describe(error)>" on standard error and returns the exit code of the error.
int report(const Error& error);

}  // namespace tocsin::kit
