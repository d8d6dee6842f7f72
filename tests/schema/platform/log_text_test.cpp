// Log lines: harmless text and its two wire forms.
#include "schema/platform/log.h"

#include <doctest/doctest.h>

#include "schema/core/text/text.h"

using namespace tocsin;

TEST_CASE("clean_line: what could forge, hide or rearrange is made visible") {
  struct Row {
    std::string_view name, text, wanted;
  };
  const Row rows[] = {
      {"plain", "installed 2.7", "installed 2.7"},
      {"accents and Han", "Grüße 更新", "Grüße 更新"},
      {"emoji", "\xF0\x9F\x94\x94", "\xF0\x9F\x94\x94"},
      {"empty", "", ""},
      {"line feed", "a\nPRIORITY=0", "a\\x0aPRIORITY=0"},
      {"carriage return and tab", "a\r\tb", "a\\x0d\\x09b"},
      {"NUL", std::string_view("a\0b", 3), "a\\x00b"},
      {"escape sequence", "\x1b[2J", "\\x1b[2J"},
      {"delete", "\x7f", "\\x7f"},
      {"C1", "\xC2\x9B", "\\u009b"},
      {"right-to-left override", "\xE2\x80\xAE", "\\u202e"},
      {"isolate", "\xE2\x81\xA6", "\\u2066"},
      {"line separator", "\xE2\x80\xA8", "\\u2028"},
      {"byte order mark", "\xEF\xBB\xBF", "\\ufeff"},
      {"bare continuation", "a\x80z", "a\\x80z"},
      {"overlong", "\xC0\xAF", "\\xc0\\xaf"},
      {"surrogate", "\xED\xA0\x80", "\\xed\\xa0\\x80"},
      {"cut short", "a\xE2\x82", "a\\xe2\\x82"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(clean_line(row.text) == row.wanted);
  }
}

TEST_CASE("clean_line: at most 1,024 bytes, cut between characters") {
  struct Row {
    std::string_view name;
    std::string text;
  };
  std::string euros, broken;
  for (int i = 0; i < 1000; ++i) euros += "€";
  for (int i = 0; i < 100000; ++i) broken += '\xFF';
  for (const Row& row : {Row{"long", std::string(5000, 'x')}, Row{"long controls", std::string(5000, '\n')},
                         Row{"three-byte characters", euros}, Row{"broken bytes", broken}}) {
    CAPTURE(row.name);
    const std::string line = clean_line(row.text);
    CHECK(line.size() <= 1024);
    CHECK(line.size() > 1000);
    CHECK(line.ends_with("..."));
    CHECK_FALSE(first_bad_utf8(line).has_value());
    CHECK(clean_line(line) == line);
  }
  CHECK(clean_line(std::string(1024, 'x')) == std::string(1024, 'x'));
  CHECK(clean_line(std::string(1025, 'x')) == std::string(1021, 'x') + "...");
}

TEST_CASE("the two datagrams") {
  CHECK(journal_datagram(Event::refused, Level::error, "example-messenger", "BAD_SIG") ==
        "PRIORITY=3\nSYSLOG_IDENTIFIER=example-messenger\nTOCSIN_EVENT=1001\nMESSAGE=BAD_SIG\n");
  CHECK(syslog_datagram(Level::notice, "Nov 22 01:00:00", "example-messenger", 42, "hello") ==
        "<13>Nov 22 01:00:00 example-messenger[42]: hello");
}

TEST_CASE("which lines go to standard error") {
  const struct {
    std::string_view name;
    Level level;
    bool is_logged, is_terminal, before, after;  // before and after keep_log_off_terminal(true)
  } rows[] = {
      {"logged, no terminal", Level::error, true, false, false, false},
      {"logged, terminal", Level::info, true, true, true, false},
      {"an error, logged, terminal", Level::error, true, true, true, false},
      {"no log", Level::info, false, false, true, false},
      {"no log, terminal", Level::notice, false, true, true, false},
      {"a warning, no log", Level::warning, false, true, true, true},
      {"an error, no log", Level::error, false, false, true, true},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(goes_to_terminal(row.level, row.is_logged, row.is_terminal) == row.before);
  }
  keep_log_off_terminal(true);
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(goes_to_terminal(row.level, row.is_logged, row.is_terminal) == row.after);
  }
  keep_log_off_terminal(false);
}
