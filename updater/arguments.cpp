// A reader of a few words: this program has no command-line library.
#include "updater/arguments.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace tocsin::updater {
namespace {

constexpr std::size_t kMostPathBytes = 4096;

struct CommandName {
  std::string_view word;
  Command command;
};
constexpr std::array kCommands = {
    CommandName{"install", Command::install}, CommandName{"status", Command::status},
    CommandName{"verify", Command::verify}, CommandName{"launch", Command::launch},
    CommandName{"uninstall", Command::uninstall}};

Failure misuse(std::string_view word, std::string_view why) {
  return fail(Code::invalid_argument, "arguments", std::string(word) + ": " + std::string(why));
}

bool takes(Command command, std::string_view option) {
  if (option == "--root") return true;
  if (option == "--payload") return command == Command::install || command == Command::verify;
  if (option == "--purge") return command == Command::uninstall;
  return command == Command::install;
}

/// Goes over the words; each handler takes one, and its value if it has one.
class Reader {
 public:
  explicit Reader(std::span<const char* const> words) : words_(words) {}

  Result<Arguments> read() {
    take_command();
    while (!words_.empty()) {
      TRY(take_option(take()));
    }
    return result_;
  }

 private:
  std::string_view take() {
    const std::string_view word = words_.front();
    words_ = words_.subspan(1);
    return word;
  }

  void take_command() {
    if (words_.empty()) return;
    const auto found = std::ranges::find(kCommands, std::string_view(words_.front()), &CommandName::word);
    if (found == kCommands.end()) return;
    result_.command = found->command;
    static_cast<void>(take());
  }

  Result<void> take_option(std::string_view word) {
    if (word == "--help" || word == "-h") return take_question(Command::help);
    if (word == "--version") return take_question(Command::version);
    if (word == "--root") return take_path(word, result_.root);
    if (word == "--payload") return take_path(word, result_.payload);
    if (word == "--launch") return take_flag(word, result_.launch);
    if (word == "--terminal-hook") return take_flag(word, result_.terminal_hook);
    if (word == "--purge") return take_flag(word, result_.purge);
    return misuse(word, "not known");
  }

  /// Anything else on the command line is ignored, and nothing is done.
  Result<void> take_question(Command command) {
    result_ = {};
    result_.command = command;
    words_ = {};
    return {};
  }

  Result<void> take_path(std::string_view word, std::string& into) {
    if (!takes(result_.command, word)) return misuse(word, "not for this command");
    if (words_.empty() || words_.front()[0] == '\0') return misuse(word, "needs a path");
    if (!into.empty()) return misuse(word, "given twice");
    const std::string_view value = take();
    if (value.size() > kMostPathBytes) return misuse(word, "too long");
    into = value;
    return {};
  }

  Result<void> take_flag(std::string_view word, bool& into) {
    if (!takes(result_.command, word)) return misuse(word, "not for this command");
    if (into) return misuse(word, "given twice");
    into = true;
    return {};
  }

  std::span<const char* const> words_;
  Arguments result_;
};

}  // namespace

Result<Arguments> parse_arguments(std::span<const char* const> words) {
  return Reader(words).read();
}

}  // namespace tocsin::updater
