// Display and languages as the environment names them.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "notifier/platform/posix/session.h"
#include "notifier/platform/session.h"
#include "tests/notifier/platform/joined.h"
#include "tests/schema/platform/scratch.h"

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

TEST_CASE("preferred_languages: LC_ALL before LC_MESSAGES before LANG, empty ones count as not set") {
  struct Row {
    std::string_view name;
    const char *language, *all, *messages, *lang;
    std::string_view wanted;
  };
  const Row rows[] = {{"lang", nullptr, nullptr, nullptr, "de_DE.UTF-8", "de-DE"},
                      {"messages", nullptr, nullptr, "fr_FR.UTF-8", "de_DE.UTF-8", "fr-FR"},
                      {"all", nullptr, "es_ES.UTF-8", "fr_FR.UTF-8", "de_DE.UTF-8", "es-ES"},
                      {"empty ones", "", "", "", "de_DE.UTF-8", "de-DE"},
                      {"language", "it", nullptr, nullptr, "de_DE.UTF-8", "it de-DE"},
                      {"C above all", "it", "C", nullptr, "de_DE.UTF-8", ""},
                      {"nothing", nullptr, nullptr, nullptr, nullptr, ""}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Variable language("LANGUAGE", row.language), all("LC_ALL", row.all);
    const Variable messages("LC_MESSAGES", row.messages), lang("LANG", row.lang);
    CHECK(joined(preferred_languages()) == row.wanted);
  }
}

TEST_CASE("has_display: X11 or Wayland, not empty") {
  struct Row {
    std::string_view name;
    const char *x11, *wayland;
    bool wanted;
  };
  const Row rows[] = {{"neither", nullptr, nullptr, false},
                      {"both empty", "", "", false},
                      {"X11", ":0", nullptr, true},
                      {"Wayland", nullptr, "wayland-0", true},
                      {"both", ":0", "wayland-0", true}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Variable x11("DISPLAY", row.x11), wayland("WAYLAND_DISPLAY", row.wayland);
    CHECK(has_display() == row.wanted);
  }
}
