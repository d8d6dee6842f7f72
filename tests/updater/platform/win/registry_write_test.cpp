// Values written into a key of the test's own, and read back by type.
#include "updater/platform/win/registry_write.h"

#include <doctest/doctest.h>

#include "tests/schema/platform/win/scratch_key.h"

namespace tocsin::updater {
namespace {

TEST_CASE("values are written, and only what is exactly so is held to be there") {
  const ScratchKey key;
  const std::string path = key.path() + "\\below\\it";
  const std::vector<WantedValue> values = {{"text",
                                            "Pr\xC3\xBC"
                                            "fung"},
                                           {"number", "7", true},
                                           {"empty", ""}};
  CHECK(!holds_values(HKEY_CURRENT_USER, path, View::native, values));
  REQUIRE(write_values(HKEY_CURRENT_USER, path, View::native, values).has_value());
  CHECK(holds_values(HKEY_CURRENT_USER, path, View::native, values));
  const struct {
    std::string_view name;
    WantedValue value;
  } rows[] = {
      {"other text", {"text", "Pruefung"}},
      {"a longer one",
       {"text",
        "Pr\xC3\xBC"
        "fungen"}},
      {"text for a number", {"number", "7"}},
      {"a number for text", {"text", "0", true}},
      {"other number", {"number", "8", true}},
      {"not there", {"none", ""}},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(!holds_values(HKEY_CURRENT_USER, path, View::native, {row.value}));
  }
}

TEST_CASE("removal: what is not there is fine") {
  const ScratchKey key;
  const std::string path = key.path() + "\\below";
  CHECK(remove_value(HKEY_CURRENT_USER, path, View::native, "none").has_value());
  CHECK(remove_key(HKEY_CURRENT_USER, path, View::native).has_value());
  REQUIRE(write_values(HKEY_CURRENT_USER, path, View::native, {{"a", "x"}, {"b", "y"}}).has_value());
  CHECK(remove_value(HKEY_CURRENT_USER, path, View::native, "none").has_value());
  CHECK(remove_value(HKEY_CURRENT_USER, path, View::native, "a").has_value());
  CHECK(!holds_values(HKEY_CURRENT_USER, path, View::native, {{"a", "x"}}));
  CHECK(holds_values(HKEY_CURRENT_USER, path, View::native, {{"b", "y"}}));
  CHECK(remove_key(HKEY_CURRENT_USER, path, View::native).has_value());
  CHECK(!RegistryKey::open(HKEY_CURRENT_USER, path, View::native).has_value());
}

TEST_CASE("a key with keys below it stays") {
  const ScratchKey key;
  REQUIRE(write_values(HKEY_CURRENT_USER, key.path() + "\\a\\b", View::native, {{"v", "x"}}).has_value());
  CHECK(!remove_key(HKEY_CURRENT_USER, key.path() + "\\a", View::native).has_value());
  CHECK(holds_values(HKEY_CURRENT_USER, key.path() + "\\a\\b", View::native, {{"v", "x"}}));
}

}  // namespace
}  // namespace tocsin::updater
