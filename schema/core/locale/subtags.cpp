// The grammar of RFC 5646, section 2.1, subtag by subtag.
// Layer: core. Checks form only, as "well-formed" means it: the registry is not consulted.
#include "schema/core/locale/subtags.h"

#include <algorithm>

namespace tocsin::locales {
namespace {

// Those that the grammar proper does not cover.
constexpr std::string_view kIrregular[] = {
    "en-GB-oed", "i-ami", "i-bnn", "i-default", "i-enochian", "i-hak",     "i-klingon", "i-lux",    "i-mingo",
    "i-navajo",  "i-pwn", "i-tao", "i-tay",     "i-tsu",      "sgn-BE-FR", "sgn-BE-NL", "sgn-CH-DE"};

/// Walks over the subtags of a tag; `current` is empty behind the last, and where nothing stands between
/// hyphens.
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

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lower(c);
  return out;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

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

}  // namespace tocsin::locales
