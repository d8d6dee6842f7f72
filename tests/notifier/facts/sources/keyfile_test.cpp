// os-release's manner of KEY=value.
#include "notifier/facts/sources/file_values.h"

#include <doctest/doctest.h>

using namespace tocsin;

namespace {

std::string value_or_word(std::string_view text) {
  const auto value = keyfile_value(text, "VERSION");
  return value ? value->value_or("(none)") : "(failed)";
}

}  // namespace

TEST_CASE("keyfile_value: as a shell would read it") {
  struct Row {
    std::string_view name, text, wanted;
  };
  const Row rows[] = {{"plain", "VERSION=9.5\n", "9.5"},
                      {"no final line end", "VERSION=9.5", "9.5"},
                      {"double quotes", "VERSION=\"9.5 (long name)\"\n", "9.5 (long name)"},
                      {"single quotes", "VERSION='9.5 \"x\" \\n'\n", "9.5 \"x\" \\n"},
                      {"escapes", R"(VERSION="a\"b\\c\$d\`e\f")", R"(a"b\c$d`e\f)"},
                      {"empty", "VERSION=\n", ""},
                      {"empty in quotes", "VERSION=\"\"\n", ""},
                      {"CRLF", "VERSION=9.5\r\n", "9.5"},
                      {"blanks around the line", "  VERSION=9.5 \t\n", "9.5"},
                      {"byte order mark", "\xEF\xBB\xBFVERSION=9.5\n", "9.5"},
                      {"a last line that is plain", "VERSION = 1\nVERSION=2\n", "2"},
                      {"comment", "#VERSION=1\nVERSION=2\n", "2"},
                      {"last assignment", "VERSION=1\nVERSION=2\n", "2"},
                      {"keys that begin alike", "VERSION_ID=1\nVERSION=2\nXVERSION=3\n", "2"},
                      {"sign in the value", "VERSION=a=b\n", "a=b"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(value_or_word(row.text) == row.wanted);
  }
}

TEST_CASE("keyfile_value: not there") {
  struct Row {
    std::string_view name, text;
  };
  const Row rows[] = {{"empty", ""},
                      {"other key", "ID=debian\n"},
                      {"other case", "version=1\n"},
                      {"commented out", "# VERSION=1\n"},
                      {"longer key", "VERSION_ID=1\n"},
                      {"longer key, exported", "export VERSION_ID=1\n"},
                      {"within a line", "A=1 VERSION=1\n"},
                      {"in the value of another", "A=\"VERSION=1\"\n"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(value_or_word(row.text) == "(none)");
  }
}

TEST_CASE("keyfile_value: there, and not understood") {
  struct Row {
    std::string_view name, text;
  };
  const Row rows[] = {{"no sign", "VERSION\n"},
                      {"a colon for a sign", "VERSION: 1\n"},
                      {"blank before the sign", "VERSION =1\n"},
                      {"blank after the sign", "VERSION= 1\n"},
                      {"blanks on both sides", "VERSION = 9.5.1\n"},
                      {"export", "export VERSION=1\n"},
                      {"unclosed double quote", "VERSION=\"1\n"},
                      {"unclosed single quote", "VERSION='1\n"},
                      {"quote closed by an escaped one", "VERSION=\"1\\\"\n"},
                      {"text after the quote", "VERSION=\"1\"2\n"},
                      {"a comment after the quote", "VERSION=\"9.5.1\" # x\n"},
                      {"text after the single quote", "VERSION='1'2\n"},
                      {"blank within", "VERSION=9.5.1 (build 77)\n"},
                      {"expansion", "VERSION=$ID\n"},
                      {"command", "VERSION=`id`\n"},
                      {"a second command", "VERSION=1;ID=2\n"},
                      {"brackets", "VERSION=9.5(77)\n"},
                      {"quote within", "VERSION=1\"2\"\n"},
                      {"a lone quote", "VERSION='\n"},
                      {"last assignment is not plain", "VERSION=1\nVERSION=\"2\n"},
                      {"UTF-16, little end first", {"\xFF\xFEV\0=\0", 6}},
                      {"UTF-16, big end first", {"\xFE\xFF\0V\0=", 6}},
                      {"a NUL", {"VERSION=1\n\0", 11}}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(value_or_word(row.text) == "(failed)");
  }
}
