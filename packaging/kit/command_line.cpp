#include "packaging/kit/command_line.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <utility>

namespace tocsin::kit {

OptionLine OptionLine::required() {
  option_->required();
  return *this;
}

OptionLine OptionLine::comma_separated() {
  option_->delimiter(',');
  return *this;
}

OptionLine OptionLine::between(int least, int most) {
  option_->check(CLI::Range(least, most));
  return *this;
}

OptionLine OptionLine::one_of(std::initializer_list<const char*> words) {
  option_->check(CLI::IsMember(std::vector<std::string>(words.begin(), words.end())));
  return *this;
}

bool OptionLine::is_given() const {
  return option_->count() > 0;
}

CommandLine CommandLine::command(const char* name, const char* help) {
  return {*app_->add_subcommand(name, help), *exit_code_};
}

void CommandLine::need_command() {
  app_->require_subcommand(1);
}

OptionLine CommandLine::option(const char* name, std::string& into, const char* help) {
  return OptionLine(app_->add_option(name, into, help));
}

OptionLine CommandLine::option(const char* name, std::vector<std::string>& into, const char* help) {
  return OptionLine(app_->add_option(name, into, help));
}

OptionLine CommandLine::option(const char* name, unsigned& into, const char* help) {
  return OptionLine(app_->add_option(name, into, help));
}

OptionLine CommandLine::option(const char* name, std::uint64_t& into, const char* help) {
  return OptionLine(app_->add_option(name, into, help));
}

void CommandLine::flag(const char* name, bool& into, const char* help) {
  app_->add_flag(name, into, help);
}

void CommandLine::run(std::function<int()> work) {
  app_->callback([work = std::move(work), exit_code = exit_code_] { *exit_code = work(); });
}

namespace {

// CLI11 throws for --help and --version too: they are printed on standard output and are no failure.
int answer(const CLI::App& app, const CLI::ParseError& stop) {
  const bool asked = app.exit(stop, std::cout, std::cerr) == 0;
  return asked ? 0 : exit_code(Code::invalid_argument);
}

}  // namespace

std::string command_line_version() {
  return CLI11_VERSION;
}

int run_program(const ProgramText& text, const std::function<void(CommandLine)>& describe, int argc,
                const char* const* argv) {
  CLI::App app(text.purpose, text.name);
  app.allow_windows_style_options(false);  // the same words mean the same everywhere: "/x" is a path
  app.set_version_flag("--version", text.versions, "Print the versions of the program and its libraries");
  app.set_help_all_flag("--help-all", "Print the help of every command");
  int exit_code = 0;
  describe(CommandLine(app, exit_code));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& stop) {
    return answer(app, stop);
  }
  return exit_code;
}

Result<Instant> time_option(const std::string& text, const std::string& option, Instant fallback) {
  if (text.empty()) return fallback;
  if (const auto instant = parse_instant(text)) return *instant;
  return fail(Code::invalid_argument, "kit.time",
              option + ": " + text + ": not of the form 2026-11-22T00:00:00Z");
}

int report(const Error& error) {
  std::cerr << "tocsin: " << describe(error) << '\n';
  return tocsin::exit_code(error.code);
}

}  // namespace tocsin::kit
