// See arguments.h.
#include "notifier/dialog/arguments.h"

#include <string_view>
#include <utility>

namespace tocsin {
namespace {

constexpr std::string_view kRoot = "--root";

Failure bad(std::string detail) {
  return fail(Code::invalid_argument, "dialog.arguments", std::move(detail));
}

bool set_flag(DialogArguments& into, std::string_view word) {
  if (word == "--scheduled") return into.scheduled = true;
  if (word == "--help" || word == "-h") return into.help = true;
  if (word == "--version") return into.version = true;
  return false;
}

}  // namespace

Result<DialogArguments> parse_dialog_arguments(std::span<const char* const> arguments) {
  DialogArguments found;
  for (std::size_t k = 0; k < arguments.size(); ++k) {
    std::string_view word = arguments[k];
    if (set_flag(found, word)) continue;
    if (word == kRoot) {
      if (++k == arguments.size()) return bad("--root takes a folder");
      found.root = arguments[k];
    } else if (word.starts_with("--root=")) {
      found.root = word.substr(kRoot.size() + 1);
    } else {
      return bad("unknown argument " + std::string(word));
    }
    if (found.root.empty()) return bad("--root takes a folder");
  }
  return found;
}

}  // namespace tocsin
