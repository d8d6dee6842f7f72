// What the session's environment tells: display, languages, host name. Layer: notifier/platform, POSIX only.
#include <unistd.h>

#include <array>
#include <cstdlib>

#include "notifier/platform/language_variables.h"
#include "notifier/platform/session.h"
#include "schema/core/text/text.h"

namespace tocsin {
namespace {

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

std::string_view message_locale() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    if (!variable(name).empty()) return variable(name);
  }
  return {};
}

}  // namespace

bool has_display() {
  return !variable("DISPLAY").empty() || !variable("WAYLAND_DISPLAY").empty();
}

bool is_terminal() {
  return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDOUT_FILENO) == 1;
}

std::vector<std::string> preferred_languages() {
  return languages_from_posix(variable("LANGUAGE"), message_locale());
}

std::string host_name() {
  constexpr std::size_t kShownCodePoints = 64;
  std::array<char, 256> name = {};
  if (::gethostname(name.data(), name.size() - 1) != 0) return {};
  return sanitised(name.data(), kShownCodePoints);
}

}  // namespace tocsin
