// Who may read the files that the kit writes. Wine keeps only a part of an access list, so only that part of
// the key's list is checked.
#include <doctest/doctest.h>

#include "packaging/kit/release/signing_key.h"
#include "schema/platform/win/access_list.h"
#include "tests/packaging/kit/release/signing_samples.h"

namespace tocsin::test {

using namespace kit;
namespace {

TEST_CASE("create_private_file: exclusively, as bytes, not for everyone") {
  const Workbench bench;
  CHECK(create_private_file(bench("key"), "one\ntwo\n").has_value());
  CHECK(bench.read("key") == "one\ntwo\n");
  CHECK(create_private_file(bench("key"), "three").error().code == Code::conflict);
  CHECK(bench.read("key") == "one\ntwo\n");
  CHECK(create_private_file(bench("missing/key"), "x").error().code == Code::not_found);
  const auto file = open_path(bench("key"), {GENERIC_READ | READ_CONTROL});
  REQUIRE(file.has_value());
  const auto list = access_list_of(file->get(), "key");
  REQUIRE(list.has_value());
  CHECK_FALSE(list->is_absent);
  constexpr std::uint32_t kReadData = 0x1;
  for (const AccessEntry& entry : list->entries) {
    CAPTURE(entry.sid);
    CHECK((!entry.allows || entry.sid != "S-1-1-0" || (entry.mask & kReadData) == 0));
  }
}

}  // namespace
}  // namespace tocsin::test
