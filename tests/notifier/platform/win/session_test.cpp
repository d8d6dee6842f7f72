// Display and languages as Windows names them.
#include "notifier/platform/win/session.h"

#include <doctest/doctest.h>

#include "notifier/platform/session.h"
#include "schema/core/locale/locale.h"
#include "tests/notifier/platform/joined.h"

using namespace tocsin;

TEST_CASE("languages_from_windows") {
  using namespace std::string_view_literals;
  struct Row {
    std::string_view name;
    std::wstring_view list;
    std::string_view wanted;
  };
  const Row rows[] = {{"one", L"de-DE\0\0"sv, "de-DE"},
                      {"several, in order", L"fr-CH\0de-CH\0en-US\0\0"sv, "fr-CH de-CH en-US"},
                      {"script", L"zh-Hant-TW\0sr-Latn-RS\0\0"sv, "zh-Hant-TW sr-Latn-RS"},
                      {"language alone", L"de\0\0"sv, "de"},
                      {"sort order", L"de-DE_phoneb\0es-ES_tradnl\0\0"sv, "de-DE es-ES"},
                      {"each once", L"de-DE\0en-US\0de-DE_phoneb\0\0"sv, "de-DE en-US"},
                      {"canonical case", L"DE-de\0\0"sv, "de-DE"},
                      {"no closing NUL", L"de-DE"sv, "de-DE"},
                      {"one closing NUL", L"de-DE\0"sv, "de-DE"},
                      {"nonsense is left out", L"!!\0de-DE\0a b\0\0"sv, "de-DE"},
                      {"what follows the end is not read", L"de-DE\0\0en-US\0\0"sv, "de-DE"},
                      {"POSIX' form", L"de_DE\0\0"sv, "de"},
                      {"half of a pair", L"\xD83D\0de\0\0"sv, "de"},
                      {"end at once", L"\0\0"sv, ""},
                      {"nothing", L""sv, ""}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(joined(languages_from_windows(row.list)) == row.wanted);
  }
  std::wstring many;
  for (wchar_t a = L'a'; a <= L'z'; ++a) {
    for (wchar_t b = L'a'; b <= L'z'; ++b) many += std::wstring{a, b, L'\0'};
  }
  CHECK(languages_from_windows(many).size() == 32);
}

TEST_CASE("preferred_languages: this user has some, whatever POSIX' variables say") {
  const auto languages = preferred_languages();
  REQUIRE_FALSE(languages.empty());
  for (const std::string& tag : languages) CHECK(is_language_tag(tag));
}

TEST_CASE("has_display: tests run on the visible window station") {
  CHECK(has_display());
}
