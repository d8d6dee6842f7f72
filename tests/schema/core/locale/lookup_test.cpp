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
      {"Australia is not served by Britain's", "de en-GB", "en-AU", "none"},

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
      {"the general reader does not get the special text", "de-CH en", "de", "none"},
      {"another region's text is not taken", "de-AT", "de-CH", "none"},
      {"den is not de", "de", "den", "none"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(pick(row.have, row.want) == row.expected);
  }
}
