// Who may read the files that the kit writes. Wine keeps only a part of an access list, so only that part of
// the key's list is checked.
#include <doctest/doctest.h>

#include "packaging/kit/release/private_file.h"
#include "schema/platform/win/access_list.h"
#include "tests/packaging/kit/release/signing_samples.h"

namespace tocsin::test {
namespace {

TEST_CASE("create_file: exclusively, as bytes, not for everyone") {
  const Workbench bench;
  CHECK(create_file(bench("key"), "one\ntwo\n", Readers::owner).has_value());
  CHECK(bench.read("key") == "one\ntwo\n");
  CHECK(create_file(bench("key"), "three", Readers::owner).error().code == Code::conflict);
  CHECK(bench.read("key") == "one\ntwo\n");
  CHECK(create_file(bench("missing/key"), "x", Readers::owner).error().code == Code::not_found);
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

TEST_CASE("a key is read only if nobody else can read it") {
  const Workbench bench;
  REQUIRE(create_file(bench("key"), "one\ntwo\n", Readers::owner).has_value());
  const auto own = read_private_file(bench("key"), 100);
  REQUIRE(own.has_value());
  CHECK(own->view() == "one\ntwo\n");
  REQUIRE(create_file(bench("open"), "one", Readers::everyone).has_value());
  CHECK(read_private_file(bench("open"), 100).error().rule == "READABLE");
}

}  // namespace
}  // namespace tocsin::test
