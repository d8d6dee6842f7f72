// Command lines: what comes out again is, word for word, what went in.
#include "notifier/platform/win/session.h"

#include <doctest/doctest.h>
#include <windows.h>

#include <shellapi.h>

#include <vector>

#include "schema/platform/win/wide_text.h"

using namespace tocsin;

namespace {

std::vector<std::string> split_by_windows(const std::wstring& line) {
  int count = 0;
  LPWSTR* words = ::CommandLineToArgvW(line.c_str(), &count);
  std::vector<std::string> texts;
  for (int k = 0; words != nullptr && k < count; ++k) texts.push_back(narrow(words[k]));
  ::LocalFree(words);
  return texts;
}

}  // namespace

TEST_CASE("command_line: as it is written") {
  struct Row {
    std::string_view name;
    std::vector<std::string> arguments;
    std::string_view wanted;
  };
  const Row rows[] = {{"none", {}, R"("C:\a b\c.exe")"},
                      {"plain", {"send"}, R"("C:\a b\c.exe" "send")"},
                      {"empty", {""}, R"("C:\a b\c.exe" "")"},
                      {"closing backslash", {R"(D:\)"}, R"("C:\a b\c.exe" "D:\\")"},
                      {"quote", {R"(a"b)"}, R"("C:\a b\c.exe" "a\"b")"},
                      {"backslash before a quote", {R"(a\"b)"}, R"("C:\a b\c.exe" "a\\\"b")"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto line = command_line("C:\\a b\\c.exe", row.arguments);
    CHECK((line ? narrow(*line) : "(none)") == row.wanted);
  }
}

TEST_CASE("command_line: Windows splits it into the same words") {
  struct Row {
    std::string_view name;
    std::vector<std::string> arguments;
  };
  const Row rows[] = {{"several", {"--root", "D:\\image", "send"}},
                      {"blanks and tabs", {" a  b\t", "\t", " "}},
                      {"empty ones", {"", "", "x", ""}},
                      {"quotes", {"\"", "\"\"", "a\"b\"c", "\"quoted\""}},
                      {"backslashes", {"\\", "\\\\", "a\\", "\\a", "a\\\\b"}},
                      {"both", {"\\\"", "\\\\\"", "a\\\\\\\"b\\", "\"\\"}},
                      {"what a shell would read", {"%PATH%", "a&b|c>d<e^f", "$(id)", "`id`", "!x!", "*"}},
                      {"line ends", {"a\r\nb", "\n"}},
                      {"not ASCII", {"\xC3\x84\xC3\xA9", "\xF0\x9F\x94\x94", "\xE3\x81\x82 \xE3\x81\x84"}}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto line = command_line("C:\\Program Files\\x\\", row.arguments);
    REQUIRE(line.has_value());
    auto words = split_by_windows(*line);
    REQUIRE(words.size() == row.arguments.size() + 1);
    CHECK(words.front() == "C:\\Program Files\\x\\");
    words.erase(words.begin());
    CHECK(words == row.arguments);
  }
}

TEST_CASE("command_line: what cannot be said") {
  using namespace std::string_literals;
  struct Row {
    std::string_view name;
    std::string program;
    std::vector<std::string> arguments;
  };
  const Row rows[] = {{"no program", "", {}},
                      {"quote in the program", "C:\\a\"b.exe", {}},
                      {"NUL in the program", "C:\\a\0b.exe"s, {}},
                      {"NUL in an argument", "C:\\a.exe", {"x", "a\0b"s}},
                      {"NUL alone", "C:\\a.exe", {"\0"s}},
                      {"too long a program", std::string(32766, 'a'), {}},
                      {"too long together", "C:\\a.exe", std::vector<std::string>(400, std::string(80, 'x'))},
                      {"too long by quoting", "C:\\a.exe", {std::string(20000, '"')}}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK_FALSE(command_line(row.program, row.arguments).has_value());
  }
  CHECK(command_line("a", std::vector<std::string>{std::string(32760, 'x')}).has_value());
  CHECK_FALSE(command_line("a", std::vector<std::string>{std::string(32761, 'x')}).has_value());
}
