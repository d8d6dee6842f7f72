// The gate's arguments.
#include "notifier/gate/arguments.h"

#include <string_view>

namespace tocsin::gate {
namespace {

Failure bad(std::string detail) {
  return fail(Code::invalid_argument, "gate.arguments", std::move(detail));
}

bool set_flag(GateArguments& into, std::string_view word) {
  into.scheduled |= word == "--scheduled";
  into.help |= word == "--help" || word == "-h";
  into.version |= word == "--version";
  return word == "--scheduled" || word == "--help" || word == "-h" || word == "--version";
}

}  // namespace

Result<GateArguments> parse_gate_arguments(std::span<const char* const> arguments) {
  constexpr std::string_view kRoot = "--root";
  GateArguments found;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    std::string_view word = arguments[i];
    if (set_flag(found, word)) {
      continue;
    }
    const bool joined = word.starts_with("--root=");
    if (!joined && word != kRoot) {
      return bad("unknown argument " + std::string(word));
    }
    if (!joined && i + 1 == arguments.size()) {
      return bad("--root takes a folder");
    }
    const std::string_view folder = joined ? word.substr(kRoot.size() + 1) : std::string_view(arguments[++i]);
    if (folder.empty()) {
      return bad("--root takes a folder");
    }
    found.root = folder;
  }
  return found;
}

}  // namespace tocsin::gate
