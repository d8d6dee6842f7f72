// Which of the texts at hand a reader gets: RFC 4647 lookup, with CLDR's parents where cutting subtags off
// would land in another script or country. Data: CLDR 41, supplementalData.xml, parentLocales. Layer: core.
#include <algorithm>
#include <vector>

#include "schema/core/locale/locale.h"
#include "schema/core/locale/subtags.h"

namespace tocsin {
namespace {

using locales::lists;
using locales::lowered;

/// A tag in lower case, with today's language code and with its script even where that goes without saying:
/// "zh-TW", "zh-Hant" and "zh-Hant-TW" differ in region only.
struct Key {
  std::string language, script, region, rest;

  bool operator==(const Key&) const = default;
};

struct Alias {
  std::string_view old, language, script;
};
constexpr Alias kAliases[] = {{"cmn", "zh", ""}, {"in", "id", ""}, {"iw", "he", ""},     {"ji", "yi", ""},
                              {"mo", "ro", ""},  {"no", "nb", ""}, {"sh", "sr", "latn"}, {"tl", "fil", ""}};

// What a language's region reads when there is no text for itself. (CLDR has "no" as parent of nb and nn; it
// is nb here, by the aliases.)
struct ParentRegion {
  std::string_view language, script, parent, regions;
};
constexpr ParentRegion kParentRegions[] = {
    {"en", "latn", "150", "at be ch de dk fi nl se si"},
    {"en", "latn", "001",
     "150 ag ai au bb bm bs bw bz cc ck cm cx cy dg dm er fj fk fm gb gd gg gh gi gm gy hk ie il im in io je "
     "jm ke ki "
     "kn ky lc lr ls mg mo ms mt mu mv mw my na nf ng nr nu nz pg pk pn pw rw sb sc sd sg sh sl ss sx sz tc "
     "tk to tt tv "
     "tz ug vc vg vu ws za zm zw"},
    {"es", "", "419", "ar bo br bz cl co cr cu do ec gt hn mx ni pa pe pr py sv us uy ve"},
    {"pt", "", "pt", "ao ch cv fr gq gw lu mo mz st tl"},
    {"zh", "hant", "hk", "mo"},
};

struct ParentLanguage {
  std::string_view language, parent;
};
constexpr ParentLanguage kParentLanguages[] = {{"nn", "nb"}, {"yue", "zh"}};

// Regions by which authors name what the language, or the language in that script, stands for.
struct UsualRegion {
  std::string_view language, script, regions;
};
constexpr UsualRegion kUsualRegions[] = {
    {"zh", "hant", "tw hk"}, {"zh", "hans", "cn sg"}, {"pt", "", "br"},
    {"sr", "cyrl", "rs"},    {"sr", "latn", "rs me"},
};

std::optional<Key> key_of(std::string_view tag) {
  const auto subtags = locales::split_tag(tag);
  if (!subtags) return std::nullopt;
  Key key{lowered(subtags->extended.empty() ? subtags->language : subtags->extended),
          lowered(subtags->script), lowered(subtags->region), lowered(subtags->rest)};
  for (const Alias& alias : kAliases) {
    if (key.language != alias.old) continue;
    key.language = alias.language;
    if (key.script.empty()) key.script = alias.script;
    break;
  }
  if (key.script.empty()) key.script = locales::likely_script(key.language, key.region);
  return key;
}

// RFC 4647, section 3.4: a single character goes with what it introduced.
void cut_last_subtag(std::string& rest) {
  const auto cut = [&rest] {
    const std::size_t hyphen = rest.rfind('-');
    rest.resize(hyphen == std::string::npos ? 0 : hyphen);
  };
  cut();
  if (rest.size() == 1 || (rest.size() > 1 && rest[rest.size() - 2] == '-')) cut();
}

std::string_view parent_region(const Key& key) {
  for (const ParentRegion& row : kParentRegions) {
    if (row.language == key.language && row.script == key.script && lists(row.regions, key.region))
      return row.parent;
  }
  return {};
}

std::string_view parent_language(std::string_view language) {
  for (const ParentLanguage& row : kParentLanguages) {
    if (row.language == language) return row.parent;
  }
  return {};
}

// One step towards the more general; false at the end of the chain. A script is given up only where the
// language has but one: whoever reads zh-Hant or sr-Latn is not served by the other.
bool generalise(Key& key) {
  if (!key.rest.empty()) {
    cut_last_subtag(key.rest);
  } else if (!key.region.empty()) {
    key.region = parent_region(key);
  } else if (!key.script.empty() && locales::likely_script(key.language, {}).empty()) {
    key.script.clear();
  } else {
    key.language = parent_language(key.language);
  }
  return !key.language.empty();
}

bool has_usual_region(const Key& key) {
  for (const UsualRegion& row : kUsualRegions) {
    if (row.language == key.language && row.script == key.script)
      return key.rest.empty() && lists(row.regions, key.region);
  }
  return false;
}

class Lookup {
 public:
  explicit Lookup(std::span<const std::string_view> have) : have_(have) {
    for (const std::string_view tag : have) keys_.push_back(key_of(tag).value_or(Key{}));
  }

  [[nodiscard]] std::optional<std::size_t> find(std::string_view wish) const {
    const auto wished = key_of(wish);
    if (!wished) return std::nullopt;
    for (std::size_t i = 0; i < have_.size(); ++i) {
      if (locales::equal_ignoring_case(have_[i], wish)) return i;
    }
    Key key = *wished;
    do {
      if (const auto at = std::find(keys_.begin(), keys_.end(), key); at != keys_.end()) return index(at);
    } while (generalise(key));
    return find_usual(*wished);
  }

 private:
  using Place = std::vector<Key>::const_iterator;

  [[nodiscard]] std::size_t index(Place at) const { return static_cast<std::size_t>(at - keys_.begin()); }

  // The text of a region that stands for all: zh-TW for a reader of zh-HK, pt-BR for one of pt.
  [[nodiscard]] std::optional<std::size_t> find_usual(const Key& wished) const {
    const auto at = std::find_if(keys_.begin(), keys_.end(), [&](const Key& key) {
      return key.language == wished.language && key.script == wished.script && has_usual_region(key);
    });
    return at == keys_.end() ? std::nullopt : std::optional(index(at));
  }

  std::span<const std::string_view> have_;
  std::vector<Key> keys_;  // in step with have_; an empty language where that is no tag
};

}  // namespace

std::optional<std::size_t> lookup_language(std::span<const std::string_view> have,
                                           std::span<const std::string> want) {
  const Lookup lookup(have);
  for (const std::string& wish : want) {
    if (const auto found = lookup.find(wish)) return found;
  }
  return std::nullopt;
}

}  // namespace tocsin
