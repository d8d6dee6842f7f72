// Which of the available texts a reader gets: RFC 4647 lookup with CLDR's parents, then the nearest text in
// the reader's language and script. And whether a range means a reader, by the same notion of a language.
#include <algorithm>
#include <tuple>
#include <vector>

#include "schema/core/locale/cldr_tables.h"
#include "schema/core/locale/language_key.h"
#include "schema/core/locale/locale.h"
#include "schema/core/locale/subtags.h"

namespace tocsin {
namespace {

using locales::Kinship;
using locales::LanguageKey;

// RFC 4647, section 3.4: a single character goes with what it introduced.
void cut_last_subtag(std::string& rest) {
  const auto cut = [&rest] {
    const std::size_t hyphen = rest.rfind('-');
    rest.resize(hyphen == std::string::npos ? 0 : hyphen);
  };
  cut();
  if (rest.size() == 1 || (rest.size() > 1 && rest[rest.size() - 2] == '-')) cut();
}

// One step towards the more general; false at the end of the chain. A script is dropped only if the tables
// lack the language: a reader of zh-Hant or sr-Latn does not read the other script.
bool generalise(LanguageKey& key) {
  if (!key.rest.empty()) {
    cut_last_subtag(key.rest);
  } else if (!key.region.empty()) {
    key.region = locales::parent_region(key);
  } else if (!key.script.empty() && !locales::has_likely_script(key.language)) {
    key.script.clear();
  } else {
    return false;
  }
  return true;
}

/// The region, its parents, and at last the empty one, which every chain has.
std::vector<std::string> region_chain(LanguageKey key) {
  std::vector<std::string> chain = {key.region};
  while (!key.region.empty()) {
    key.region = locales::parent_region(key);
    chain.push_back(key.region);
  }
  return chain;
}

/// How many steps up the reader's chain the first region stands that the text's chain has too.
std::size_t steps_to(const std::vector<std::string>& reader, const LanguageKey& text) {
  const auto chain = region_chain(text);
  const auto met = std::find_first_of(reader.begin(), reader.end(), chain.begin(), chain.end());
  return static_cast<std::size_t>(met - reader.begin());
}

class Lookup {
 public:
  explicit Lookup(std::span<const std::string_view> have) : have_(have) {
    for (const std::string_view tag : have) keys_.push_back(locales::key_of(tag).value_or(LanguageKey{}));
  }

  /// In the reader's language, or in one of which it is a form.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view tag) const {
    const auto wanted = locales::key_of(tag);
    if (!wanted) return std::nullopt;
    for (std::size_t i = 0; i < have_.size(); ++i) {
      if (locales::equal_ignoring_case(have_[i], tag)) return i;
    }
    if (const auto found = find(*wanted)) return found;
    return find_other(*wanted, Kinship::general);
  }

  /// In a language that the reader understands.
  [[nodiscard]] std::optional<std::size_t> find_close(std::string_view tag) const {
    const auto wanted = locales::key_of(tag);
    return wanted ? find_other(*wanted, Kinship::close) : std::nullopt;
  }

 private:
  [[nodiscard]] std::optional<std::size_t> find(const LanguageKey& wanted) const {
    LanguageKey key = wanted;
    do {
      const auto at = std::find(keys_.begin(), keys_.end(), key);
      if (at != keys_.end()) return static_cast<std::size_t>(at - keys_.begin());
    } while (generalise(key));
    return find_nearest(wanted);
  }

  // Of the texts in that language and script: by the reader's region and its parents, then the text of the
  // region that stands for the language (pt-BR for a reader of pt), then the order of the document.
  [[nodiscard]] std::optional<std::size_t> find_nearest(const LanguageKey& wanted) const {
    const auto chain = region_chain(wanted);
    const std::string_view usual = locales::likely_region(wanted);
    std::optional<std::tuple<std::size_t, bool, std::size_t>> best;
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      if (keys_[i].language != wanted.language || keys_[i].script != wanted.script) continue;
      const std::tuple rank(steps_to(chain, keys_[i]), keys_[i].region != usual, i);
      if (!best || rank < *best) best = rank;
    }
    return best ? std::optional(std::get<2>(*best)) : std::nullopt;
  }

  [[nodiscard]] std::optional<std::size_t> find_other(const LanguageKey& wanted, Kinship kinship) const {
    for (const std::string_view language : locales::languages_read_by(wanted.language, kinship)) {
      LanguageKey other = wanted;
      other.language = language;
      if (const auto found = find(other)) return found;
    }
    return std::nullopt;
  }

  std::span<const std::string_view> have_;
  std::vector<LanguageKey> keys_;  // one for each of have_; its language is empty if that is not a tag
};

bool is_below(std::string_view part, std::string_view whole) {
  return whole.starts_with(part) && (whole.size() == part.size() || whole[part.size()] == '-');
}

}  // namespace

std::optional<std::size_t> lookup_language(std::span<const std::string_view> have,
                                           std::span<const std::string> want) {
  const Lookup lookup(have);
  for (const std::string& tag : want) {
    if (const auto found = lookup.find(tag)) return found;
  }
  for (const std::string& tag : want) {
    if (const auto found = lookup.find_close(tag)) return found;
  }
  return std::nullopt;
}

bool range_means(std::string_view range, std::string_view tag) {
  if (matches_range(range, tag)) return true;
  if (range.ends_with("-*")) range.remove_suffix(2);
  const auto asked = locales::written_key_of(range);
  auto reader = locales::key_of(tag);
  if (!asked || !reader || asked->language != reader->language) return false;
  if (!asked->script.empty() && asked->script != reader->script) return false;
  if (!asked->rest.empty() && !is_below(asked->rest, reader->rest)) return false;
  if (reader->region.empty()) reader->region = locales::likely_region(*reader);
  const auto regions = region_chain(*reader);
  return asked->region.empty() || std::find(regions.begin(), regions.end(), asked->region) != regions.end();
}

bool is_right_to_left(std::string_view tag) {
  const auto key = locales::key_of(tag);
  return key && !key->script.empty() && locales::lists(locales::kRightToLeftScripts, key->script);
}

}  // namespace tocsin
