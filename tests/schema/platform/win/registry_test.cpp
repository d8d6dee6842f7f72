// Registry reads: types, caps, and text that is not quite text.
#include "schema/platform/win/registry.h"

#include <doctest/doctest.h>

#include "tests/schema/platform/win/scratch_key.h"

using namespace tocsin;

TEST_CASE("RegistryKey: values of every type") {
  const ScratchKey key;
  key.set("number", REG_DWORD, std::string("\x01\0\0\x80", 4));
  key.set("large", REG_QWORD, std::string("\0\0\0\0\x01\0\0\0", 8));
  key.set_text("text", L"Grüße");
  key.set_text("empty", {});
  key.set("unclosed", REG_SZ, std::string("a\0b\0", 4));
  key.set("expands", REG_EXPAND_SZ, std::string("%\0\0\0", 4));
  key.set("odd", REG_SZ, std::string("a\0b", 3));
  key.set("holds a NUL", REG_SZ, std::string("a\0\0\0b\0\0\0", 8));
  key.set("long", REG_BINARY, std::string(20000, 'x'));
  key.set("short number", REG_DWORD, "\x01");
  struct Row {
    std::string_view name;
    DWORD type;
    std::string_view text;
    bool is_whole;
  };
  const Row rows[] = {{"number", REG_DWORD, "2147483649", true},
                      {"large", REG_QWORD, "4294967296", true},
                      {"text", REG_SZ, "Grüße", true},
                      {"empty", REG_SZ, "", true},
                      {"unclosed", REG_SZ, "ab", true},
                      {"expands", REG_EXPAND_SZ, "%", true},
                      {"odd", REG_SZ, "a", true},
                      {"holds a NUL", REG_SZ, "", false},
                      {"long", REG_BINARY, "", false},
                      {"short number", REG_DWORD, "", true}};
  const auto open = RegistryKey::open(HKEY_CURRENT_USER, key.path(), View::native);
  REQUIRE(open.has_value());
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto value = open->value(std::string(row.name));
    REQUIRE(value.has_value());
    CHECK(value->type == row.type);
    CHECK(value->text == row.text);
    CHECK(value->is_whole == row.is_whole);
  }
  const auto all = open->values();
  REQUIRE(all.has_value());
  CHECK(all->size() == std::size(rows));
  CHECK(open->value("missing").error().code == Code::not_found);
}

TEST_CASE("RegistryKey: what is missing, and what is too much") {
  const ScratchKey key;
  const std::string missing = key.path() + "\\missing";
  CHECK(RegistryKey::open(HKEY_CURRENT_USER, missing, View::native).error().code == Code::not_found);
  CHECK(RegistryKey::open(HKEY_CURRENT_USER, missing, View::wow32).error().code == Code::not_found);
  for (int k = 0; k < 513; ++k) key.set_text("value " + std::to_string(k), L"x");
  const auto open = RegistryKey::open(HKEY_CURRENT_USER, key.path(), View::native);
  REQUIRE(open.has_value());
  CHECK(open->values().error().code == Code::too_large);
  CHECK(open->keys(10).value().empty());
  const ScratchKey below(key.path() + "\\below");
  CHECK(open->keys(1).value() == std::vector<std::string>{"below"});
  CHECK(open->keys(0).error().code == Code::too_large);
}
