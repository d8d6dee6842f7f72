// Which text a reader gets.
#include <doctest/doctest.h>

#include <sstream>

#include "schema/core/locale/locale.h"

using namespace tocsin;

namespace {

std::vector<std::string> words(std::string_view text) {
  std::istringstream in{std::string(text)};
  std::vector<std::string> out;
  for (std::string word; in >> word;) out.push_back(word);
  return out;
}

std::string pick(std::string_view have, std::string_view want) {
  const auto owned = words(have);
  const std::vector<std::string_view> tags(owned.begin(), owned.end());
  const auto found = lookup_language(tags, words(want));
  return found ? owned[*found] : "none";
}

}  // namespace

TEST_CASE("lookup") {
  const struct {
    std::string_view name, have, want, expected;
  } rows[] = {
      {"exact", "en de fr", "de", "de"},
      {"case does not count", "en DE-ch", "de-CH", "DE-ch"},
      {"cut at the end", "en de", "de-CH", "de"},
      {"cut twice", "en de", "de-CH-1996", "de"},
      {"the nearest", "de de-CH", "de-CH-1996", "de-CH"},
      {"an extension goes with its singleton", "en de-DE", "de-DE-u-co-phonebk", "de-DE"},
      {"private use goes with its x", "en de", "de-x-dialect", "de"},
      {"first wish first", "en de", "de en", "de"},
      {"a distant first wish before an exact second", "en de", "de-AT en", "de"},
      {"second wish", "en de", "fr de", "de"},
      {"two spellings of one: the one asked for", "no nb", "nb", "nb"},

      {"Traditional by region", "en zh-Hans zh-Hant", "zh-TW", "zh-Hant"},
      {"Hong Kong", "en zh-Hans zh-Hant", "zh-HK", "zh-Hant"},
      {"Macau reads Hong Kong's", "zh-Hant zh-Hant-HK", "zh-MO", "zh-Hant-HK"},
      {"Simplified by region", "en zh-Hans zh-Hant", "zh-CN", "zh-Hans"},
      {"Singapore", "en zh-Hant zh-Hans", "zh-SG", "zh-Hans"},
      {"bare zh is Simplified", "zh-Hant zh-Hans", "zh", "zh-Hans"},
      {"a text called zh is Simplified", "en zh", "zh-CN", "zh"},
      {"... and not for Traditional", "en zh", "zh-TW", "none"},
      {"texts named by region", "en zh-CN zh-TW", "zh-HK", "zh-TW"},
      {"texts named by region, script asked", "en zh-CN zh-TW", "zh-Hant", "zh-TW"},
      {"texts named by region, Simplified", "en zh-TW zh-CN", "zh-Hans-SG", "zh-CN"},
      {"script and region", "en zh-Hant", "zh-Hant-TW", "zh-Hant"},
      {"region between", "en zh-TW", "zh-Hant-TW", "zh-TW"},
      {"Mandarin by its own code", "en zh-Hans", "cmn-CN", "zh-Hans"},
      {"Mandarin as extended language", "en zh-Hans", "zh-cmn-Hans-CN", "zh-Hans"},
      {"Cantonese reads Traditional", "en zh-Hans zh-Hant", "yue-HK", "zh-Hant"},

      {"Angola reads Portugal's", "pt pt-PT", "pt-AO", "pt-PT"},
      {"Brazil reads pt", "pt pt-PT", "pt-BR", "pt"},
      {"pt reads Brazil's", "en pt-BR", "pt", "pt-BR"},
      {"Portugal reads pt for want of better", "en pt", "pt-PT", "pt"},
      {"Portugal reads Brazil's for want of better", "en pt-BR", "pt-PT", "pt-BR"},
      {"Argentina reads Latin America's", "es es-419", "es-AR", "es-419"},
      {"Spain does not", "es-419 es", "es-ES", "es"},
      {"Mexico reads es for want of better", "en es", "es-MX", "es"},
      {"Australia reads the world's English", "en en-001", "en-AU", "en-001"},
      {"Austria's English is Europe's", "en en-001 en-150", "en-AT", "en-150"},
      {"... or the world's", "en en-001", "en-AT", "en-001"},
      {"the United States do not", "en-001 en", "en-US", "en"},
      {"Australia reads en for want of better", "de en", "en-AU", "en"},
      {"Australia reads Britain's rather than America's", "en-US en-GB", "en-AU", "en-GB"},
      {"Austria's English is nearer to Germany's", "en-US en-GB en-DE", "en-AT", "en-DE"},

      {"Montenegro reads Latin", "sr sr-Latn", "sr-ME", "sr-Latn"},
      {"Serbia reads Cyrillic", "sr-Latn sr", "sr-RS", "sr"},
      {"Latin is not served by Cyrillic", "en sr", "sr-Latn-RS", "none"},
      {"sh is Serbian in Latin", "en sr sr-Latn", "sh", "sr-Latn"},
      {"Serbian with its script said", "en sr", "sr-Cyrl-BA", "sr"},
      {"Pakistan's Punjabi is not India's", "en pa", "pa-PK", "none"},
      {"Azerbaijani", "en az", "az-Latn-AZ", "az"},

      {"nb reads no", "en no", "nb", "no"},
      {"no reads nb", "en nb", "no", "nb"},
      {"nn reads no", "en no", "nn-NO", "no"},
      {"nn reads nb", "en nb", "nn", "nb"},
      {"nb does not read nn", "en nn", "nb", "none"},
      {"da reads nb before nothing", "fr nb", "da", "nb"},
      {"da reads its next language before nb", "en nb", "da en", "en"},
      {"hr reads bs", "en bs", "hr-HR", "bs"},
      {"hr reads Serbian in Latin", "en sr-Latn", "hr", "sr-Latn"},
      {"hr does not read Serbian in Cyrillic", "en sr", "hr", "none"},
      {"Swiss German reads German", "en de-DE", "gsw-CH", "de-DE"},
      {"Moldavian is Romanian", "en ro-RO", "mo", "ro-RO"},
      {"old Hebrew", "en he", "iw-IL", "he"},
      {"old Indonesian", "en id", "in", "id"},
      {"English in Deseret is not English", "en", "en-Dsrt", "none"},
      {"a script that goes without saying", "en de", "de-Latn-AT", "de"},

      {"no wish met", "en de", "fr it", "none"},
      {"no wish at all", "en de", "", "none"},
      {"nothing to choose from", "", "en", "none"},
      {"a star is no wish", "en de", "*", "none"},
      {"what is no tag is no wish", "en de", "e de_CH -", "none"},
      {"what is no tag is no text", "e_n - en", "en", "en"},
      {"the general reader gets a region's text", "en de-CH", "de", "de-CH"},
      {"... of the likely region before others", "en de-CH de-AT de-DE", "de", "de-DE"},
      {"another region's text", "en de-AT", "de-CH", "de-AT"},
      {"... of the likely region before others, too", "en de-AT de-DE", "de-CH", "de-DE"},
      {"... the first of several", "en de-AT de-LI", "de-CH", "de-AT"},
      {"before the next language of the reader", "en de-DE", "de-AT en", "de-DE"},
      {"not in another script", "en sr-RS", "sr-Latn-RS", "none"},
      {"the closest first: a variant's language", "en de-DE de-CH", "de-CH-1996", "de-CH"},
      {"den is not de", "de", "den", "none"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(pick(row.have, row.want) == row.expected);
  }
}

TEST_CASE("lookup: texts that are named by region") {
  constexpr std::string_view kHave = "en-US de-DE fr-FR es-ES ja-JP ko-KR pt-BR zh-Hans zh-Hant";
  const struct {
    std::string_view name, expected;
  } rows[] = {
      {"de", "de-DE"},      {"de-AT", "de-DE"},   {"fr-CA", "fr-FR"},   {"es-MX", "es-ES"},
      {"es-419", "es-ES"},  {"en-GB", "en-US"},   {"en", "en-US"},      {"ja", "ja-JP"},
      {"ko", "ko-KR"},      {"pt-PT", "pt-BR"},   {"pt", "pt-BR"},      {"zh-TW", "zh-Hant"},
      {"zh-HK", "zh-Hant"}, {"zh-SG", "zh-Hans"}, {"zh-CN", "zh-Hans"}, {"zh", "zh-Hans"},
      {"it", "none"},       {"zh-Bopo", "none"},  {"sv", "none"},       {"ja-Latn", "none"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(pick(kHave, row.name) == row.expected);
  }
}

TEST_CASE("lookup: every reader whose language and script is there is served, whatever the region") {
  for (const std::string_view text :
       {"de-DE", "en-GB", "es-419", "pt-PT", "zh-Hant", "zh-TW", "sr-Latn-ME"}) {
    const std::string language(text.substr(0, 2));
    for (const std::string region : {"AT", "BR", "CN", "GB", "HK", "ME", "MX", "TW", "US", "ZZ"}) {
      const std::string script = text == "zh-Hant" || text == "zh-TW" ? "Hant" : "Latn";
      const std::string reader = language + "-" + script + "-" + region;
      CAPTURE(text);
      CAPTURE(reader);
      CHECK(pick("fr " + std::string(text), reader) == text);
      CHECK(pick("fr " + std::string(text), reader + " fr") == text);
    }
  }
}

TEST_CASE("a range means a reader") {
  const struct {
    std::string_view name, tag;
    bool expected;
  } rows[] = {
      {"zh-Hant", "zh-TW", true},
      {"zh-Hant", "zh-HK", true},
      {"zh-Hant", "zh-CN", false},
      {"zh-Hant", "zh", false},
      {"zh-Hans", "zh", true},
      {"zh-Hans", "zh-SG", true},
      {"zh-TW", "zh-TW", true},
      {"zh-TW", "zh-Hant-TW", true},
      {"zh-TW", "zh-Hant", true},
      {"zh-TW", "zh-HK", false},
      {"zh-Hant-HK", "zh-MO", true},
      {"zh-Hant-*", "zh-TW", true},
      {"zh", "zh-TW", true},
      {"zh", "cmn-TW", true},
      {"no", "nb-NO", true},
      {"no", "nn-NO", false},
      {"nb", "no", true},
      {"es-419", "es-MX", true},
      {"es-419", "es-ES", false},
      {"es-419", "es", false},
      {"es-MX", "es-419", false},
      {"en-001", "en-GB", true},
      {"en-001", "en-AT", true},
      {"en-150", "en-AT", true},
      {"en-150", "en-GB", false},
      {"en-001", "en-US", false},
      {"en-GB", "en", false},
      {"en-US", "en", true},
      {"de-DE", "de", true},
      {"de-CH", "de", false},
      {"de-Latn", "de-AT", true},
      {"de-Latn-AT", "de-AT", true},
      {"he", "iw-IL", true},
      {"iw", "he", true},
      {"sr-Latn", "sh", true},
      {"sh", "sr-Latn-RS", true},
      {"sh", "sr-RS", false},
      {"sr-RS", "sr-Latn-RS", true},
      {"sr-Latn", "sr-ME", true},
      {"sr", "sr-Latn", true},
      {"de-1996", "de-CH-1996", true},
      {"de-CH-1996", "de-CH", false},
      {"de", "nl", false},
      {"*", "sw", true},
      {"x-a", "x-a", true},
      {"x-a", "x-b", false},
      {"de-D", "de-DE", false},
      {"", "de", false},
      {"de", "not a tag", false},
      {"hr", "bs", false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CAPTURE(row.tag);
    CHECK(range_means(row.name, row.tag) == row.expected);
  }
}
