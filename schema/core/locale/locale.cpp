// Tags, ranges and POSIX names: grammar, canonical case, basic filtering (RFC 5646, RFC 4647 section 3.3.1).
// The form only is checked ("well-formed"); the subtag registry is not consulted.
#include "schema/core/locale/locale.h"

#include <algorithm>

#include "schema/core/locale/subtags.h"
#include "schema/core/text/ascii.h"

namespace tocsin {
namespace locales {
namespace {

// Grandfathered tags that the grammar of other tags does not cover.
constexpr std::string_view kIrregular[] = {
    "en-GB-oed", "i-ami", "i-bnn", "i-default", "i-enochian", "i-hak",     "i-klingon", "i-lux",    "i-mingo",
    "i-navajo",  "i-pwn", "i-tao", "i-tay",     "i-tsu",      "sgn-BE-FR", "sgn-BE-NL", "sgn-CH-DE"};

/// Walks over the subtags of a tag. current() is empty after the last one and between two adjacent hyphens.
class Walk {
 public:
  explicit Walk(std::string_view tag) : tag_(tag) { find_end(); }

  [[nodiscard]] std::string_view current() const { return tag_.substr(start_, end_ - start_); }
  [[nodiscard]] std::string_view remaining() const { return tag_.substr(start_); }
  [[nodiscard]] bool at_end() const { return start_ == tag_.size() && !after_hyphen_; }

  std::string_view take() {
    const std::string_view taken = current();
    after_hyphen_ = end_ < tag_.size();
    start_ = after_hyphen_ ? end_ + 1 : end_;
    find_end();
    return taken;
  }

 private:
  void find_end() { end_ = std::min(tag_.find('-', start_), tag_.size()); }

  std::string_view tag_;
  std::size_t start_ = 0, end_ = 0;
  bool after_hyphen_ = false;  // "de-": something is missing
};

bool is_extended(std::string_view s) {
  return s.size() == 3 && all_letters(s);
}
bool is_script(std::string_view s) {
  return s.size() == 4 && all_letters(s);
}
bool is_region(std::string_view s) {
  return (s.size() == 2 && all_letters(s)) || (s.size() == 3 && std::all_of(s.begin(), s.end(), is_digit));
}
bool is_variant(std::string_view s) {
  if (s.size() < 4 || s.size() > 8 || !all_alphanumeric(s)) return false;
  return s.size() > 4 || is_digit(s[0]);
}
bool is_singleton(std::string_view s) {
  return s.size() == 1 && all_alphanumeric(s) && lower(s[0]) != 'x';
}
bool is_private_mark(std::string_view s) {
  return s.size() == 1 && lower(s[0]) == 'x';
}

// Takes subtags of `min`..8 letters and digits; false if there is none.
bool take_values(Walk& walk, std::size_t min) {
  int count = 0;
  for (; walk.current().size() >= min && walk.current().size() <= 8; ++count) {
    if (!all_alphanumeric(walk.take())) return false;
  }
  return count != 0;
}

bool take_rest(Walk& walk) {
  while (is_variant(walk.current())) walk.take();
  while (is_singleton(walk.current())) {
    walk.take();
    if (!take_values(walk, 2)) return false;
  }
  if (is_private_mark(walk.current())) {
    walk.take();
    if (!take_values(walk, 1)) return false;
  }
  return walk.at_end();
}

std::optional<Subtags> split_regular(std::string_view text) {
  Walk walk(text);
  Subtags tag{walk.take(), {}, {}, {}, {}};
  if (tag.language.size() < 2 || tag.language.size() > 8 || !all_letters(tag.language)) return std::nullopt;
  if (tag.language.size() <= 3 && is_extended(walk.current())) {
    tag.extended = walk.take();
    for (int more = 0; more < 2 && is_extended(walk.current()); ++more) walk.take();
  }
  if (is_script(walk.current())) tag.script = walk.take();
  if (is_region(walk.current())) tag.region = walk.take();
  tag.rest = walk.remaining();
  return take_rest(walk) ? std::optional(tag) : std::nullopt;
}

bool is_private_tag(std::string_view text) {
  Walk walk(text);
  return is_private_mark(walk.take()) && take_values(walk, 1) && walk.at_end();
}

}  // namespace

bool all_letters(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_letter);
}

bool all_alphanumeric(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return is_letter(c) || is_digit(c); });
}

bool lists(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    const std::size_t blank = std::min(list.find(' '), list.size());
    if (list.substr(0, blank) == word) return true;
    list.remove_prefix(std::min(blank + 1, list.size()));
  }
  return false;
}

std::optional<Subtags> split_tag(std::string_view text) {
  if (text.size() > kTagMax) return std::nullopt;
  if (const auto tag = split_regular(text)) return tag;
  const bool irregular = std::any_of(std::begin(kIrregular), std::end(kIrregular),
                                     [&](std::string_view one) { return equal_ignoring_case(one, text); });
  if (irregular || is_private_tag(text)) return Subtags{text, {}, {}, {}, {}};
  return std::nullopt;
}

}  // namespace locales

namespace {

std::string_view without_star(std::string_view range) {
  return range.size() > 2 && range.substr(range.size() - 2) == "-*" ? range.substr(0, range.size() - 2)
                                                                    : range;
}

// RFC 5646, section 2.1.1: two letters are upper case and four letters title case, except at the start and
// after a single character; everything else is lower case.
std::string in_canonical_case(std::string_view tag) {
  std::string out = lowered(tag);
  bool behind_singleton = out.find('-') == 1;
  for (std::size_t start = out.find('-'); start != std::string::npos && !behind_singleton;) {
    ++start;
    const std::size_t end = std::min(out.find('-', start), out.size());
    if (end - start == 1) behind_singleton = true;
    if (end - start == 2) out[start + 1] = upper(out[start + 1]);
    if (end - start == 2 || end - start == 4) out[start] = upper(out[start]);
    start = out.find('-', start);
  }
  return out;
}

// The modifiers of glibc that concern the language; others, such as "euro", concern currency or sorting.
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
