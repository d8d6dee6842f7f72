// Tags, ranges and POSIX names: form, canonical case, basic filtering (RFC 5646, RFC 4647 section 3.3.1).
// Layer: core.
#include "schema/core/locale/locale.h"

#include <algorithm>

#include "schema/core/locale/subtags.h"

namespace tocsin {
namespace {

using locales::equal_ignoring_case;

std::string_view without_star(std::string_view range) {
  return range.size() > 2 && range.substr(range.size() - 2) == "-*" ? range.substr(0, range.size() - 2)
                                                                    : range;
}

// RFC 5646, section 2.1.1: two letters are upper case and four letters title case, but not at the start, nor
// behind a single character; all else is lower case.
std::string in_canonical_case(std::string_view tag) {
  std::string out = locales::lowered(tag);
  bool behind_singleton = out.find('-') == 1;
  for (std::size_t start = out.find('-'); start != std::string::npos && !behind_singleton;) {
    ++start;
    const std::size_t end = std::min(out.find('-', start), out.size());
    if (end - start == 1) behind_singleton = true;
    if (end - start == 2) out[start + 1] = locales::upper(out[start + 1]);
    if (end - start == 2 || end - start == 4) out[start] = locales::upper(out[start]);
    start = out.find('-', start);
  }
  return out;
}

// glibc's modifiers that tell of the language; "euro" and the like tell of money or order.
struct Modifier {
  std::string_view name, subtag;
  bool script;
};
constexpr Modifier kModifiers[] = {
    {"latin", "Latn", true},      {"cyrillic", "Cyrl", true}, {"arabic", "Arab", true},
    {"devanagari", "Deva", true}, {"iqtelif", "Latn", true},  {"valencia", "valencia", false},
};

std::string with_modifier(std::string_view tag, std::string_view name) {
  for (const Modifier& modifier : kModifiers) {
    if (modifier.name != name) continue;
    const std::size_t language = modifier.script ? std::min(tag.find('-'), tag.size()) : tag.size();
    return std::string(tag.substr(0, language)) + '-' + std::string(modifier.subtag) +
           std::string(tag.substr(language));
  }
  return std::string(tag);
}

}  // namespace

bool is_language_tag(std::string_view text) {
  if ((text.size() == 2 || text.size() == 3) && locales::all_letters(text)) return true;  // the usual one
  return locales::split_tag(text).has_value();
}

std::optional<std::string> canonical_tag(std::string_view text) {
  if (!is_language_tag(text)) return std::nullopt;
  return in_canonical_case(text);
}

bool is_language_range(std::string_view text) {
  if (text == "*") return true;
  text = without_star(text);
  if (text.empty() || text.size() > locales::kTagMax) return false;
  for (bool first = true;; first = false) {
    const std::size_t end = std::min(text.find('-'), text.size());
    const std::string_view subtag = text.substr(0, end);
    if (subtag.empty() || subtag.size() > 8 || !locales::all_alphanumeric(subtag)) return false;
    if (first && !locales::all_letters(subtag)) return false;
    if (end == text.size()) return true;
    text.remove_prefix(end + 1);
  }
}

bool matches_range(std::string_view range, std::string_view tag) {
  if (range == "*") return true;
  range = without_star(range);
  if (range.empty() || !equal_ignoring_case(range, tag.substr(0, range.size()))) return false;
  return tag.size() == range.size() || tag[range.size()] == '-';
}

std::optional<std::string> tag_from_posix(std::string_view posix) {
  const std::size_t at = std::min(posix.find('@'), posix.size());
  const std::string_view modifier = posix.substr(std::min(at + 1, posix.size()));
  std::string name(posix.substr(0, std::min(posix.find('.'), at)));
  std::replace(name.begin(), name.end(), '_', '-');
  // "C" is too short to be a language; "POSIX" and aliases such as "german" are too long for one of ISO 639.
  const std::size_t language = std::min(name.find('-'), name.size());
  if (language < 2 || language > 3) return std::nullopt;
  return canonical_tag(with_modifier(name, modifier));
}

}  // namespace tocsin
