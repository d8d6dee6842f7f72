// Detection in the registry, in a key of the user's own.
#include "notifier/facts/sources/win/registry_probe.h"

#include <doctest/doctest.h>

#include "tests/notifier/facts/sources/probed_words.h"
#include "tests/schema/platform/win/scratch_key.h"

using namespace tocsin;

TEST_CASE("probe_registry: a key, a value, each type") {
  const ScratchKey key;
  key.set_text("Version", L"5.2.4");
  key.set("Empty", REG_SZ, std::string("\0\0", 2));
  key.set_text("Long", std::wstring(257, L'1'));
  key.set_text("Longest", std::wstring(256, L'1'));
  key.set("Expand", REG_EXPAND_SZ, std::string("%\0x\0%\0\0\0", 8));
  key.set_number("Number", 19045);
  key.set("Big", REG_QWORD, std::string("\1\0\0\0\1\0\0\0", 8));
  key.set("Binary", REG_BINARY, "12");
  key.set("Multi", REG_MULTI_SZ, std::string("1\0\0\0\0\0", 6));
  key.set("None", REG_NONE, "");
  key.set("Nul", REG_SZ,
          std::string("1\0\0\0"
                      "2\0\0\0",
                      8));
  struct Row {
    std::string_view name;
    std::string path, value, wanted;
  };
  const std::string path = key.path();
  const Row rows[] = {{"key alone", path, "", "found"},
                      {"text", path, "Version", "found 5.2.4"},
                      {"any case", path, "VERSION", "found 5.2.4"},
                      {"empty text", path, "Empty", "found"},
                      {"variables stay as they are", path, "Expand", "found %x%"},
                      {"number", path, "Number", "found 19045"},
                      {"large number", path, "Big", "found 4294967297"},
                      {"no such value", path, "Versio", "absent"},
                      {"no such key", path + "\\none", "Version", "absent"},
                      {"no such key, presence", path + "\\none", "", "absent"},
                      {"bytes", path, "Binary", "failed"},
                      {"list", path, "Multi", "failed"},
                      {"no type", path, "None", "failed"},
                      {"text with a NUL in it", path, "Nul", "failed"},
                      {"longest text", path, "Longest", "found " + std::string(256, '1')},
                      {"endless text", path, "Long", "failed"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(word(probe_registry(HKEY_CURRENT_USER, row.path, row.value)) == row.wanted);
  }
}

TEST_CASE("read_uninstall_entries: names and versions, both optional") {
  const ScratchKey all;
  const ScratchKey first(all.path() + "\\first"), second(all.path() + "\\{2}"), third(all.path() + "\\third");
  first.set_text("DisplayName", L"Example Anti-Virus");
  first.set_text("DisplayVersion", L"9.5.1");
  second.set_text("DisplayName", L"\x00C4hnlich");
  third.set_number("DisplayVersion", 3);
  const auto found = read_uninstall_entries(HKEY_CURRENT_USER, all.path());
  CHECK(found.is_complete);
  CHECK(word(find_entry(found, "Example Anti-Virus")) == "found 9.5.1");
  CHECK(word(find_entry(found, "\xC3\x84hnlich")) == "found");
  CHECK(word(find_entry(found, "third")) == "absent");
  const auto none = read_uninstall_entries(HKEY_CURRENT_USER, all.path() + "\\none");
  CHECK(none.entries.empty());
  CHECK(none.is_complete);
}

TEST_CASE("find_entry") {
  const std::vector<UninstallEntry> entries = {
      {"A", "1"}, {"B", ""}, {"B", "2"}, {"B", "3"}, {"C", ""}, {"", "9"}, {"D", std::string(257, '1')}};
  struct Row {
    std::string_view name, wanted, otherwise;  // when all could be read, and when not
  };
  const Row rows[] = {{"A", "found 1", "found 1"}, {"B", "found 2", "found 2"}, {"C", "found", "found"},
                      {"D", "failed", "failed"},   {"a", "absent", "failed"},   {"A ", "absent", "failed"},
                      {"AB", "absent", "failed"},  {"E", "absent", "failed"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(word(find_entry({entries, true}, row.name)) == row.wanted);
    CHECK(word(find_entry({entries, false}, row.name)) == row.otherwise);
  }
}
