// Tags, ranges, POSIX names, direction.
#include "schema/core/locale/locale.h"

#include <doctest/doctest.h>

using namespace tocsin;

TEST_CASE("tags, and their canonical case") {
  const struct {
    std::string_view name, canonical;
  } rows[] = {
      {"de", "de"},
      {"DE-ch", "de-CH"},
      {"zh-hant-tw", "zh-Hant-TW"},
      {"ZH-HANT", "zh-Hant"},
      {"es-419", "es-419"},
      {"sl-rozaj-biske", "sl-rozaj-biske"},
      {"de-CH-1901", "de-CH-1901"},
      {"zh-cmn-Hans-CN", "zh-cmn-Hans-CN"},
      {"zh-gan-wuu-yue", "zh-gan-wuu-yue"},
      {"en-a-MYEXT-b-another", "en-a-myext-b-another"},
      {"de-DE-u-co-PHONEBK", "de-DE-u-co-phonebk"},
      {"x-Whatever-IT-is", "x-whatever-it-is"},
      {"EN-us-X-US-tw", "en-US-x-us-tw"},
      {"i-KLINGON", "i-klingon"},
      {"SGN-be-fr", "sgn-BE-FR"},
      {"en-gb-oed", "en-GB-oed"},
      {"art-lojban", "art-lojban"},
      {"qaa-Qaaa-QM-x-southern", "qaa-Qaaa-QM-x-southern"},
      {"azerb", "azerb"},
      {"mn-cyrl-mn", "mn-Cyrl-MN"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(is_language_tag(row.name));
    CHECK(canonical_tag(row.name).value_or("none") == row.canonical);
  }
}

TEST_CASE("what is no tag") {
  constexpr std::string_view kRows[] = {
      "",
      "-",
      "d",
      "de-",
      "-de",
      "de--CH",
      "de_CH",
      "de-419-DE",
      "a-DE",
      "*",
      "de-*",
      "abcdefghi",
      "de-abcdefghi",
      "de-a",
      "ar-a-aaa-b",
      "x",
      "x-",
      "x-abcdefghi",
      "de-x",
      "d3",
      "12",
      "de CH",
      "de-C",
      "i-nothing",
      "de-DE-12",
      "en-u",
      "en-u-a",
      "de-DE.UTF-8",
      "\xC3\xA9\xC3\xA9",
      "de-\xC3\xA9\xC3\xA9",
      "zh-abc-def-ghi-jkl",
      "de-Latn-Latn",
      "de-CH-CH",
      "de-u-co-",
      "aaaaaaaa-bbbbbbbb-cccccccc-dddddddd-eeeeeeee-ffffffff-gggggggg-hh",
  };
  for (const std::string_view row : kRows) {
    CAPTURE(row);
    CHECK_FALSE(is_language_tag(row));
    CHECK_FALSE(canonical_tag(row).has_value());
  }
  CHECK_FALSE(is_language_tag(std::string_view("de\0", 3)));
}

TEST_CASE("language ranges") {
  for (const std::string_view row :
       {"*", "de", "de-*", "de-CH", "DE-ch-1996", "zh-Hant-*", "x-a", "i", "abcdefgh"}) {
    CAPTURE(row);
    CHECK(is_language_range(row));
  }
  for (const std::string_view row : {"", "-", "-*", "**", "*-DE", "de-", "de--CH", "de-*-CH", "de*", "de_CH",
                                     "1de", "abcdefghi", "de-abcdefghi", "de CH", "de-*-*", "\xC3\xA9"}) {
    CAPTURE(row);
    CHECK_FALSE(is_language_range(row));
  }
}

TEST_CASE("basic filtering") {
  const struct {
    std::string_view name, tag;
    bool expected;
  } rows[] = {
      {"*", "de", true},
      {"de", "de", true},
      {"de", "de-CH", true},
      {"DE", "de-ch-1996", true},
      {"de-*", "de-CH", true},
      {"de-*", "de", true},
      {"de-DE", "de-DE-1996", true},
      {"zh-Hant", "zh-hant-TW", true},
      {"de", "den", false},
      {"de-DE", "de-Deva", false},
      {"de-DE", "de-Latn-DE", false},
      {"de-CH", "de", false},
      {"de-*", "den-XX", false},
      {"en", "de", false},
      {"", "de", false},
      {"zh-Hant", "zh-TW", false},
      {"de-D", "de-DE", false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CAPTURE(row.tag);
    CHECK(matches_range(row.name, row.tag) == row.expected);
  }
}

TEST_CASE("POSIX names") {
  const struct {
    std::string_view name, tag;
  } rows[] = {
      {"de_CH.UTF-8@euro", "de-CH"},
      {"de", "de"},
      {"de_DE", "de-DE"},
      {"sr_RS@latin", "sr-Latn-RS"},
      {"sr_RS.UTF-8@latin", "sr-Latn-RS"},
      {"uz_UZ@cyrillic", "uz-Cyrl-UZ"},
      {"sd_IN@devanagari", "sd-Deva-IN"},
      {"ca_ES@valencia", "ca-ES-valencia"},
      {"sr@latin", "sr-Latn"},
      {"zh_TW.Big5", "zh-TW"},
      {"fil_PH", "fil-PH"},
      {"es_419", "es-419"},
      {"EN_us", "en-US"},
      {"aa_ER@saaho", "aa-ER"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(tag_from_posix(row.name).value_or("none") == row.tag);
  }
  for (const std::string_view row : {"", "C", "POSIX", "C.UTF-8", "C.utf8@x", "c", "german", "english.UTF-8",
                                     "_DE", "de_", "de_DEUTSCHLAND", "de_D", "../../etc/passwd", "de/DE",
                                     "@latin", ".UTF-8", "d\xC3\xA9", "12_DE", "de:en"}) {
    CAPTURE(row);
    CHECK_FALSE(tag_from_posix(row).has_value());
  }
}

TEST_CASE("direction") {
  for (const std::string_view row :
       {"ar",    "ar-EG",      "he",      "iw-IL", "fa-IR",   "ur",         "ps",
        "yi",    "dv",         "ug",      "ckb",   "sd-PK",   "az-Arab",    "uz-AF",
        "pa-PK", "ku-Arab-IQ", "ff-Adlm", "nqo",   "en-Hebr", "AR-latn-x-a"}) {
    CAPTURE(row);
    CHECK(is_right_to_left(row) == (row != "AR-latn-x-a"));
  }
  for (const std::string_view row : {"", "en", "de-CH", "ja", "zh-Hant", "ar-Latn", "ug-Cyrl", "sd-IN", "az",
                                     "uz", "pa-IN", "ku-TR", "hi", "el", "*", "arab", "not a tag"}) {
    CAPTURE(row);
    CHECK_FALSE(is_right_to_left(row));
  }
}
