// POSIX' names of languages, and the host name.
#include "notifier/platform/session.h"

#include <doctest/doctest.h>

#include "notifier/platform/language_variables.h"
#include "schema/core/text/text.h"
#include "tests/notifier/platform/joined.h"

using namespace tocsin;

TEST_CASE("languages_from_posix") {
  struct Row {
    std::string_view name, language, locale, wanted;
  };
  const Row rows[] = {{"locale alone", "", "de_CH.UTF-8", "de-CH"},
                      {"language first", "fr:en_GB", "de_DE.UTF-8", "fr en-GB de-DE"},
                      {"each once", "de_DE:de:de_DE", "de_DE.UTF-8", "de-DE de"},
                      {"script by modifier", "", "sr_RS@latin", "sr-Latn-RS"},
                      {"nonsense is left out", "fr:!!::en", "de_DE", "fr en de-DE"},
                      {"a C ends the list", "fr:C:en", "de_DE.UTF-8", "fr"},
                      {"a POSIX at once", "POSIX", "de_DE.UTF-8", ""},
                      {"C", "", "C", ""},
                      {"C whatever LANGUAGE says", "de", "C", ""},
                      {"C.UTF-8 whatever LANGUAGE says", "de", "C.UTF-8", ""},
                      {"C.utf8", "de", "C.utf8", ""},
                      {"POSIX whatever LANGUAGE says", "de", "POSIX", ""},
                      {"no locale", "de", "", ""},
                      {"nothing", "", "", ""},
                      {"separators only", ":::", "de_DE", "de-DE"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(joined(languages_from_posix(row.language, row.locale)) == row.wanted);
  }
  std::string many;
  for (char a = 'a'; a <= 'z'; ++a) {
    for (char b = 'a'; b <= 'z'; ++b) many += std::string{a, b, ':'};
  }
  CHECK(languages_from_posix(many, "de_DE").size() == 32);
}

TEST_CASE("host_name can be shown") {
  CHECK_FALSE(host_name().empty());
  CHECK(text_fault(host_name()).empty());
}
