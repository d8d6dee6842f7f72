// The session's environment: display, languages, host name.
#include "notifier/platform/session.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "notifier/platform/posix/session.h"
#include "schema/core/locale/locale.h"
#include "schema/core/text/text.h"

namespace tocsin {
namespace {

constexpr std::size_t kMostLanguages = 32;

/// C or POSIX, with any character set: no language is set.
bool is_neutral(std::string_view locale) {
  const std::string_view name = locale.substr(0, locale.find_first_of(".@"));
  return name == "C" || name == "POSIX";
}

void add(std::vector<std::string>& tags, std::string_view locale) {
  const auto tag = tag_from_posix(locale);
  if (tag && std::find(tags.begin(), tags.end(), *tag) == tags.end()) tags.push_back(*tag);
}

}  // namespace

std::vector<std::string> languages_from_posix(std::string_view language, std::string_view locale) {
  std::vector<std::string> tags;
  if (locale.empty() || is_neutral(locale)) return tags;
  while (!language.empty() && tags.size() < kMostLanguages) {
    const std::string_view entry = language.substr(0, language.find(':'));
    if (is_neutral(entry)) return tags;
    add(tags, entry);
    language.remove_prefix(std::min(entry.size() + 1, language.size()));
  }
  if (tags.size() < kMostLanguages) add(tags, locale);
  return tags;
}

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
