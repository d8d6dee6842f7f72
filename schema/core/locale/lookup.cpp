// Which of the available texts a reader gets: RFC 4647 lookup, with CLDR's parents where removing subtags
// would lead to another script or country; and which languages run from right to left. Data: CLDR 41,
// supplementalData.xml (parentLocales) and likelySubtags.xml.
#include <algorithm>
#include <vector>

#include "schema/core/locale/locale.h"
#include "schema/core/locale/subtags.h"
#include "schema/core/text/ascii.h"

namespace tocsin {
namespace {

using locales::lists;

struct LikelyScript {
  std::string_view language;
  std::string_view regions;  // empty: everywhere else
  std::string_view script;
};

// Languages with more than one script, and those of one that runs right to left. A language's regions come
// first.
constexpr LikelyScript kLikelyScripts[] = {
    {"ar", "", "arab"},
    {"arc", "", "syrc"},
    {"az", "IQ IR", "arab"},
    {"az", "RU", "cyrl"},
    {"az", "", "latn"},
    {"azb", "", "arab"},
    {"bal", "", "arab"},
    {"bgn", "", "arab"},
    {"bqi", "", "arab"},
    {"bs", "", "latn"},
    {"ckb", "", "arab"},
    {"dv", "", "thaa"},
    {"en", "", "latn"},
    {"fa", "", "arab"},
    {"ff", "", "latn"},
    {"glk", "", "arab"},
    {"ha", "CM SD", "arab"},
    {"ha", "", "latn"},
    {"he", "", "hebr"},
    {"iu", "", "cans"},
    {"kk", "AF CN IR MN", "arab"},
    {"kk", "", "cyrl"},
    {"ks", "", "arab"},
    {"ku", "LB", "arab"},
    {"ku", "", "latn"},
    {"ky", "CN", "arab"},
    {"ky", "TR", "latn"},
    {"ky", "", "cyrl"},
    {"lrc", "", "arab"},
    {"mn", "CN", "mong"},
    {"mn", "", "cyrl"},
    {"ms", "CC", "arab"},
    {"ms", "", "latn"},
    {"mzn", "", "arab"},
    {"nqo", "", "nkoo"},
    {"pa", "PK", "arab"},
    {"pa", "", "guru"},
    {"pnb", "", "arab"},
    {"prs", "", "arab"},
    {"ps", "", "arab"},
    {"rhg", "", "arab"},
    {"sd", "IN", "deva"},
    {"sd", "", "arab"},
    {"sdh", "", "arab"},
    {"shi", "", "tfng"},
    {"skr", "", "arab"},
    {"sr", "ME RO RU TR", "latn"},
    {"sr", "", "cyrl"},
    {"syr", "", "syrc"},
    {"tg", "PK", "arab"},
    {"tg", "", "cyrl"},
    {"ug", "KZ MN", "cyrl"},
    {"ug", "", "arab"},
    {"ur", "", "arab"},
    {"uz", "AF", "arab"},
    {"uz", "CN", "cyrl"},
    {"uz", "", "latn"},
    {"vai", "", "vaii"},
    {"yi", "", "hebr"},
    {"yue", "CN", "hans"},
    {"yue", "", "hant"},
    {"zh", "AU BN GB GF HK ID MO PA PF PH SR TH TW US VN", "hant"},
    {"zh", "", "hans"},
};

constexpr std::string_view kRightToLeft =
    "adlm arab aran armi avst chrs cprt elym hatr hebr hung khar lydi mand mani mend merc mero narb nbat "
    "nkoo orkh "
    "ougr palm perm phli phlp phnx prti rohg samr sarb sogd sogo syrc syre syrj syrn thaa yezi";

// The script that a language is written in where (CLDR's likely subtags), in lower case; `language` is in
// lower case. Empty for languages of one script that runs from left to right.
std::string_view likely_script(std::string_view language, std::string_view region) {
  std::string capitals(region);
  for (char& c : capitals) c = upper(c);
  for (const LikelyScript& row : kLikelyScripts) {
    if (row.language == language && (row.regions.empty() || lists(row.regions, capitals))) return row.script;
  }
  return {};
}

/// A tag in lower case, with the current language code and always with its script: "zh-TW", "zh-Hant" and
/// "zh-Hant-TW" differ in region only.
struct Key {
  std::string language, script, region, rest;

  bool operator==(const Key&) const = default;
};

struct Alias {
  std::string_view old, language, script;
};
constexpr Alias kAliases[] = {{"cmn", "zh", ""}, {"in", "id", ""}, {"iw", "he", ""},     {"ji", "yi", ""},
                              {"mo", "ro", ""},  {"no", "nb", ""}, {"sh", "sr", "latn"}, {"tl", "fil", ""}};

// The region whose text is read when there is none for the region itself. (CLDR has "no" as parent of nb and
// nn; here it is nb, by the aliases.)
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

// Regions that authors write for the language as a whole, or for the language in that script.
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
  if (key.script.empty()) key.script = likely_script(key.language, key.region);
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

// One step towards the more general; false at the end of the chain. A script is dropped only if the language
// has one script: a reader of zh-Hant or sr-Latn does not read the other script.
bool generalise(Key& key) {
  if (!key.rest.empty()) {
    cut_last_subtag(key.rest);
  } else if (!key.region.empty()) {
    key.region = parent_region(key);
  } else if (!key.script.empty() && likely_script(key.language, {}).empty()) {
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

  [[nodiscard]] std::optional<std::size_t> find(std::string_view tag) const {
    const auto wanted = key_of(tag);
    if (!wanted) return std::nullopt;
    for (std::size_t i = 0; i < have_.size(); ++i) {
      if (equal_ignoring_case(have_[i], tag)) return i;
    }
    Key key = *wanted;
    do {
      if (const auto at = std::find(keys_.begin(), keys_.end(), key); at != keys_.end()) return index(at);
    } while (generalise(key));
    return find_usual(*wanted);
  }

 private:
  using Place = std::vector<Key>::const_iterator;

  [[nodiscard]] std::size_t index(Place at) const { return static_cast<std::size_t>(at - keys_.begin()); }

  // The text of a region that stands for the language: zh-TW for a reader of zh-HK, pt-BR for a reader of pt.
  [[nodiscard]] std::optional<std::size_t> find_usual(const Key& wanted) const {
    const auto at = std::find_if(keys_.begin(), keys_.end(), [&](const Key& key) {
      return key.language == wanted.language && key.script == wanted.script && has_usual_region(key);
    });
    return at == keys_.end() ? std::nullopt : std::optional(index(at));
  }

  std::span<const std::string_view> have_;
  std::vector<Key> keys_;  // one for each of have_; its language is empty if that is not a tag
};

}  // namespace

std::optional<std::size_t> lookup_language(std::span<const std::string_view> have,
                                           std::span<const std::string> want) {
  const Lookup lookup(have);
  for (const std::string& tag : want) {
    if (const auto found = lookup.find(tag)) return found;
  }
  return std::nullopt;
}

bool is_right_to_left(std::string_view tag) {
  const auto subtags = locales::split_tag(tag);
  if (!subtags) return false;
  std::string language = lowered(subtags->extended.empty() ? subtags->language : subtags->extended);
  if (language == "iw") language = "he";
  if (language == "ji") language = "yi";
  const std::string script = lowered(subtags->script);
  return lists(kRightToLeft,
               script.empty() ? likely_script(language, subtags->region) : std::string_view(script));
}

}  // namespace tocsin
