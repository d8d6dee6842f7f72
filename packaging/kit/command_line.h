// The kit's command line, described without the library that reads it: every file that sees CLI11 costs the
// compiler seconds. Layer: packaging/kit.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace tocsin {

/// One option, or one argument by its place.
class OptionLine {
 public:
  explicit OptionLine(CLI::Option* option) : option_(option) {}
  OptionLine required();
  OptionLine comma_separated();
  OptionLine between(int least, int most);
  OptionLine one_of(std::initializer_list<const char*> words);
  /// Whether the reader gave it; once the line has been read.
  [[nodiscard]] bool is_given() const;

 private:
  CLI::Option* option_;
};

/// One command, or the program itself, whose commands it may hold. `into` lives as long as the program's run.
class CommandLine {
 public:
  CommandLine(CLI::App& app, int& exit_code) : app_(&app), exit_code_(&exit_code) {}
  CommandLine command(const char* name, const char* help);
  /// It is nothing without one of its commands.
  void need_command();
  OptionLine option(const char* name, std::string& into, const char* help = "");
  OptionLine option(const char* name, std::vector<std::string>& into, const char* help = "");
  OptionLine option(const char* name, unsigned& into, const char* help = "");
  OptionLine option(const char* name, std::uint64_t& into, const char* help = "");
  void flag(const char* name, bool& into, const char* help);
  /// What it does; the result is the program's exit code.
  void run(std::function<int()> work);

 private:
  CLI::App* app_;
  int* exit_code_;
};

/// Of the library that reads it.
[[nodiscard]] std::string command_line_version();

/// A program of the kit, by what its help says.
struct ProgramText {
  const char* name = "";
  const char* purpose = "";
  std::string versions;
};

/// Reads the command line that `describe` sets up and runs what was asked for. Shape: main's arguments; the
/// exit code: 2 for a bad command line, 0 for --help, --help-all and --version, else the command's own.
int run_program(const ProgramText& text, const std::function<void(CommandLine)>& describe, int argc,
                const char* const* argv);

}  // namespace tocsin
