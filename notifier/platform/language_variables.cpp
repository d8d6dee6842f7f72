// The reader's languages from POSIX's variables. Layer: notifier/platform.
#include "notifier/platform/language_variables.h"

#include <algorithm>

#include "schema/core/locale/locale.h"

namespace tocsin {
namespace {

constexpr std::size_t kMostLanguages = 32;

/// C or POSIX, with any character set: no language is meant.
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

}  // namespace tocsin
