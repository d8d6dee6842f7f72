// VERSIONINFO as a version's text.
#include "notifier/facts/sources/win/machine.h"

#include <doctest/doctest.h>

#include "tests/schema/platform/scratch.h"

using namespace tocsin;

TEST_CASE("version_text") {
  struct Row {
    std::string_view name;
    DWORD signature, high, low;
    std::string_view wanted;
  };
  constexpr DWORD kGood = 0xFEEF04BD;
  const Row rows[] = {{"four parts", kGood, 0x000A0002, 0x00000011, "10.2.0.17"},
                      {"largest", kGood, 0xFFFFFFFF, 0xFFFFFFFF, "65535.65535.65535.65535"},
                      {"zeros", kGood, 0, 0, "0.0.0.0"},
                      {"order of the halves", kGood, 0x00010002, 0x00030004, "1.2.3.4"},
                      {"no signature", 0, 0x00010002, 0x00030004, ""},
                      {"signature turned round", 0xBD04EFFE, 0x00010002, 0x00030004, ""}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    VS_FIXEDFILEINFO info = {};
    info.dwSignature = row.signature;
    info.dwFileVersionMS = row.high;
    info.dwFileVersionLS = row.low;
    CHECK(version_text(info) == row.wanted);
  }
}

TEST_CASE("file_version: a system's library has one; what is no program has none; what is not there fails") {
  const Scratch scratch;
  const auto library = file_version(system_folder("windir") + "\\system32\\kernel32.dll");
  REQUIRE(library.has_value());
  CHECK(library->find('.') != std::string::npos);
  struct Row {
    std::string_view name;
    std::string bytes;
  };
  const Row rows[] = {
      {"text", "no program"},
      {"empty", ""},
      {"the first two letters of a program", "MZ"},
      {"a header that leads beyond the file", "MZ" + std::string(58, '\0') + "\xFF\xFF\xFF\x7F"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto version = file_version(scratch.write("file.exe", row.bytes));
    CHECK(version.value_or("") == "");
  }
  CHECK_FALSE(file_version(scratch / "none.exe").has_value());
}
