// tocsin locale pick|match.
#include <doctest/doctest.h>

#include "tests/packaging/kit/captured_run.h"

using namespace tocsin;

TEST_CASE("locale commands") {
  const struct {
    std::string_view name;
    std::vector<std::string> arguments;
    std::string_view out;
    int exit_code;
  } rows[] = {
      {"first wish", {"locale", "pick", "--have", "en de zh-Hant", "--want", "de-CH,en"}, "de\n", 0},
      {"second wish", {"locale", "pick", "--have", "en de", "--want", "fr,en-GB"}, "en\n", 0},
      {"script", {"locale", "pick", "--have", "en,zh-Hans,zh-Hant", "--want", "zh-HK"}, "zh-Hant\n", 0},
      {"as written", {"locale", "pick", "--have", "EN DE", "--want", "de"}, "DE\n", 0},
      {"commas and blanks", {"locale", "pick", "--have", " en, de ,", "--want", "de"}, "de\n", 0},
      {"a region's text",
       {"locale", "pick", "--have", "en-US de-DE fr-FR", "--want", "de-AT,en"},
       "de-DE\n",
       0},
      {"match by script", {"locale", "match", "--filter", "zh-Hant", "zh-TW"}, "true\n", 0},
      {"match by parent", {"locale", "match", "--filter", "es-419", "es-MX"}, "true\n", 0},
      {"match, another script", {"locale", "match", "--filter", "zh-Hant", "zh-CN"}, "false\n", 0},
      {"match", {"locale", "match", "--filter", "de-*", "de-AT"}, "true\n", 0},
      {"no match", {"locale", "match", "--filter", "de-*", "den"}, "false\n", 0},
      {"any of a list", {"locale", "match", "--filter", "fr en-GB", "en-GB"}, "true\n", 0},
      {"all languages", {"locale", "match", "--filter", "*", "ja"}, "true\n", 0},
      {"none met", {"locale", "pick", "--have", "en de", "--want", "fr"}, "", 3},
      {"a star alone", {"locale", "pick", "--have", "en", "--want", "*"}, "", 3},
      {"other script", {"locale", "pick", "--have", "sr", "--want", "sr-Latn"}, "", 3},
      {"text is no tag", {"locale", "pick", "--have", "en_US", "--want", "en"}, "", 2},
      {"wish is no tag", {"locale", "pick", "--have", "en", "--want", "en_US"}, "", 2},
      {"nothing to choose from", {"locale", "pick", "--have", "", "--want", "en"}, "", 2},
      {"range is none", {"locale", "match", "--filter", "*-DE", "de"}, "", 2},
      {"tag is none", {"locale", "match", "--filter", "de", "d"}, "", 2},
      {"no wish given", {"locale", "pick", "--have", "en"}, "", 2},
      {"no tag given", {"locale", "match", "--filter", "de"}, "", 2},
      {"no command", {"locale"}, "", 2},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const CapturedRun run = run_command(row.arguments);
    CHECK(run.exit_code == row.exit_code);
    CHECK(run.out == row.out);
    CHECK(run.err.empty() == (row.exit_code == 0));
  }
}
