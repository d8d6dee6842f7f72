// Likely scripts, and which of them run right to left. Data: CLDR 41, likelySubtags.xml.
// Layer: core.
#include "schema/core/locale/locale.h"
#include "schema/core/locale/subtags.h"

namespace tocsin {
namespace locales {
namespace {

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

}  // namespace

std::string_view likely_script(std::string_view language, std::string_view region) {
  std::string capitals(region);
  for (char& c : capitals) c = upper(c);
  for (const LikelyScript& row : kLikelyScripts) {
    if (row.language == language && (row.regions.empty() || lists(row.regions, capitals))) return row.script;
  }
  return {};
}

}  // namespace locales

bool is_right_to_left(std::string_view tag) {
  const auto subtags = locales::split_tag(tag);
  if (!subtags) return false;
  std::string language = locales::lowered(subtags->extended.empty() ? subtags->language : subtags->extended);
  if (language == "iw") language = "he";
  if (language == "ji") language = "yi";
  const std::string script = locales::lowered(subtags->script);
  return locales::lists(locales::kRightToLeft, script.empty()
                                                   ? locales::likely_script(language, subtags->region)
                                                   : std::string_view(script));
}

}  // namespace tocsin
