#include "packaging/kit/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <utility>

#include "packaging/kit/spelling/spelling.h"

namespace tocsin {

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

/// The command that the words name, as far as they do, and the first word that names none below it.
struct NamedCommand {
  const CLI::App* app = nullptr;
  std::string_view unknown;  // empty: none
};

NamedCommand named_command(const CLI::App& program, int argc, const char* const* argv) {
  NamedCommand named{&program, {}};
  for (int k = 1; k < argc; ++k) {
    const std::string_view word = argv[k];
    if (word.starts_with('-')) continue;
    const auto commands = named.app->get_subcommands([](const CLI::App*) { return true; });
    const auto next = std::find_if(commands.begin(), commands.end(),
                                   [word](const CLI::App* one) { return one->get_name() == word; });
    if (next == commands.end()) {
      if (!commands.empty()) named.unknown = word;
      return named;
    }
    named.app = *next;
  }
  return named;
}

std::string unknown_command(const NamedCommand& named) {
  std::vector<std::string> names;
  for (const CLI::App* one : named.app->get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(one->get_name());
  const std::vector<std::string_view> words(names.begin(), names.end());
  return in_quotes(named.unknown) + " is no command; there is " + alternatives(words) + "." +
         did_you_mean(nearest(named.unknown, words));
}

/// What an option that the command does not have probably means; empty if all are known or none is near.
std::string meant_option(const CLI::App& command, int argc, const char* const* argv) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  const std::vector<std::string_view> words(names.begin(), names.end());
  for (int k = 1; k < argc; ++k) {
    std::string_view word = argv[k];
    word = word.substr(0, word.find('='));
    const bool is_known = std::find(words.begin(), words.end(), word) != words.end();
    if (!word.starts_with("--") || is_known) continue;
    if (const auto meant = nearest(word, words); !meant.empty()) return did_you_mean(meant);
  }
  return {};
}

// CLI11 throws for --help and --version too: they are printed on standard output and are no failure. Of a
// word that is no command it says only that a command is missing.
int answer(const CLI::App& app, const CLI::ParseError& stop, int argc, const char* const* argv) {
  const bool is_asked = stop.get_exit_code() == 0;
  const NamedCommand named = named_command(app, argc, argv);
  if (!is_asked && !named.unknown.empty()) {
    std::cerr << unknown_command(named) << "\nRun with --help for more information.\n";
    return exit_code(Code::invalid_argument);
  }
  app.exit(stop, std::cout, std::cerr);
  if (is_asked) return 0;
  const std::string meant = meant_option(*named.app, argc, argv);
  if (!meant.empty()) std::cerr << meant.substr(1) << '\n';
  return exit_code(Code::invalid_argument);
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
    return answer(app, stop, argc, argv);
  }
  return exit_code;
}

Result<Instant> time_option(const std::string& text, const std::string& option, Instant fallback) {
  if (text.empty()) return fallback;
  if (const auto instant = parse_instant(text)) return *instant;
  return fail(Code::invalid_argument, "kit.time",
              option + ": " + text + ": not of the form 2026-11-22T00:00:00Z");
}

Result<void> unless_forced(Result<void> checked, bool force) {
  if (checked) return checked;
  if (!force) {
    Error error = std::move(checked).error();
    error.detail += " (--force accepts it)";
    return fail(std::move(error));
  }
  std::cerr << "tocsin: warning: " << checked.error().detail << '\n';
  return {};
}

void warn(const std::string& file, const std::vector<std::string>& sentences) {
  for (const std::string& sentence : sentences) std::cerr << "tocsin: " << file << ": " << sentence << '\n';
}

int report(const Error& error) {
  std::cerr << "tocsin: " << describe(error) << '\n';
  return tocsin::exit_code(error.code);
}

}  // namespace tocsin
