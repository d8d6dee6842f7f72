// os-release's manner of KEY=value.
#include "notifier/facts/sources/file_values.h"

#include <doctest/doctest.h>

using namespace tocsin;

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
                      {"comment", "#VERSION=1\nVERSION=2\n", "2"},
                      {"last assignment", "VERSION=1\nVERSION=2\n", "2"},
                      {"keys that begin alike", "VERSION_ID=1\nVERSION=2\nXVERSION=3\n", "2"},
                      {"sign in the value", "VERSION=a=b\n", "a=b"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(keyfile_value(row.text, "VERSION").value_or("(none)") == row.wanted);
  }
}

TEST_CASE("keyfile_value: no value") {
  struct Row {
    std::string_view name, text;
  };
  const Row rows[] = {{"empty", ""},
                      {"other key", "ID=debian\n"},
                      {"other case", "version=1\n"},
                      {"commented out", "# VERSION=1\n"},
                      {"no sign", "VERSION\n"},
                      {"blank before the sign", "VERSION =1\n"},
                      {"blank after the sign", "VERSION= 1\n"},
                      {"export", "export VERSION=1\n"},
                      {"longer key", "VERSION_ID=1\n"},
                      {"unclosed double quote", "VERSION=\"1\n"},
                      {"unclosed single quote", "VERSION='1\n"},
                      {"quote closed by an escaped one", "VERSION=\"1\\\"\n"},
                      {"text after the quote", "VERSION=\"1\"2\n"},
                      {"text after the single quote", "VERSION='1'2\n"},
                      {"blank within", "VERSION=1 2\n"},
                      {"expansion", "VERSION=$ID\n"},
                      {"command", "VERSION=`id`\n"},
                      {"quote within", "VERSION=1\"2\"\n"},
                      {"a lone quote", "VERSION='\n"},
                      {"last assignment is not plain", "VERSION=1\nVERSION=\"2\n"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK_FALSE(keyfile_value(row.text, "VERSION").has_value());
  }
}
