// The machine's own id, from its registry.
#include <doctest/doctest.h>

#include "schema/core/text/text.h"
#include "schema/platform/known_paths.h"
#include "schema/platform/win/registry.h"

using namespace tocsin;

TEST_CASE("machine_id: 32 lower-case hex digits of MachineGuid, the same below --root") {
  const auto key = RegistryKey::open(HKEY_LOCAL_MACHINE, "SOFTWARE\\Microsoft\\Cryptography", View::native);
  REQUIRE(key.has_value());
  const auto guid = key->value("MachineGuid");
  REQUIRE(guid.has_value());
  const std::string id = machine_id("");
  CHECK(id.size() == 32);
  CHECK(unhex(id).has_value());
  std::string wanted = guid->text;
  std::erase(wanted, '-');
  CHECK(hex(unhex(wanted).value_or("")) == id);
  CHECK(machine_id("D:\\image") == id);
}
