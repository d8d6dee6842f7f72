// Language tags and what is made of POSIX' names: canonical forms are tags and stay as they are; lookup
// answers within its list. Input: a tag, LANGUAGE, a locale, a line each.
#include "schema/core/locale/locale.h"

#include <set>

#include "notifier/platform/posix/session.h"
#include "tests/fuzz/fuzz.h"

namespace tocsin::fuzz {
namespace {

void check_tag(std::string_view tag) {
  const auto canonical = canonical_tag(tag);
  expect(canonical.has_value() == is_language_tag(tag), "a tag has a canonical form");
  if (!canonical) return;
  expect(canonical->size() == tag.size(), "of other cases alone");
  expect(canonical_tag(*canonical) == *canonical, "which is canonical");
  expect(matches_range("*", tag) && matches_range(tag, *canonical), "a tag matches itself and everything");
  expect(is_right_to_left(tag) == is_right_to_left(*canonical), "case does not turn the text round");
  const std::vector<std::string> want{*canonical};
  const std::string_view have[] = {"qaa-x-other", tag};
  expect(lookup_language(have, want) == 1, "a language that is there is found");
}

void check_languages(const std::vector<std::string>& tags) {
  expect(tags.size() <= 32, "at most 32 languages");
  expect(std::set<std::string>(tags.begin(), tags.end()).size() == tags.size(), "each once");
  for (const std::string& tag : tags) expect(canonical_tag(tag) == tag, "canonical tags");
  const std::string_view have[] = {"de", "en", "zh-Hant", "sr-Latn", "pt-PT", "ar"};
  const auto found = lookup_language(have, tags);
  expect(!found || *found < std::size(have), "an index into the list");
}

void run(std::string_view input) {
  const std::string_view tag = take_line(input), language = take_line(input), locale = take_line(input);
  check_tag(tag);
  if (is_language_range(tag)) {
    expect(!matches_range(tag, language) || range_means(tag, language), "a filter means whom it matches");
  }
  if (const auto posix = tag_from_posix(locale)) expect(is_language_tag(*posix), "a tag is made");
  check_languages(languages_from_posix(language, locale));
}

const Registered kRegistered("locale", run);

}  // namespace
}  // namespace tocsin::fuzz
