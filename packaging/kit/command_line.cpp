// The one file of the kit, beside the program itself, that sees CLI11. Layer: packaging/kit.
#include "packaging/kit/command_line.h"

#include <CLI/CLI.hpp>
#include <utility>

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

}  // namespace tocsin
