// A set on disk is used only when it proves: each damage to its files, to trust.dat and to the clock has its
// name.
#include "notifier/session/installed_set.h"

#include <doctest/doctest.h>

#include "tests/notifier/session/machine.h"

namespace tocsin::test {
namespace {

TEST_CASE("a sound set is proven, then parsed") {
  Machine machine;
  machine.install(7);
  machine.store(7, machine.hash_of(7));
  const auto set = prove_installed(machine.vendor, machine.places, machine.live, kClock);
  REQUIRE(set.has_value());
  CHECK(set->folder == machine.live);
  CHECK(set->release.notices.position == Position{1, 7});
  CHECK(set->catalog.messages.size() == 1);
  CHECK(set->config.receipt_url == brand().receipt_url);
}

TEST_CASE("each damage to the set has its name") {
  struct Row {
    std::string_view name;
    std::string file;
    std::string content;
    std::string_view verdict;
  };
  const std::string other(kCatalog);
  const Row rows[] = {
      {"nothing changed", "messenger.xml", other, "notices 1.7"},
      {"catalog changed", "messenger.xml", std::string(kCatalog.size(), 'x'), "FILE_HASH"},
      {"catalog shorter", "messenger.xml", "x", "FILE_HASH"},
      {"catalog longer", "messenger.xml", other + " ", "FILE_HASH"},
      {"config changed", "messenger.config", std::string(kConfig.size(), 'x'), "FILE_HASH"},
      {"config empty", "messenger.config", "", "FILE_HASH"},
      {"scf.dat empty", "scf.dat", "", "SIZE"},
      {"scf.dat rubbish", "scf.dat", "rubbish of some length", "MAGIC"},
      {"scf.dat too large", "scf.dat", std::string(65537, 'x'), "SIZE"},
      {"scf.dat of a stranger", "scf.dat", scf({root({})}, programs(), notices({}, {"not2"})), "BAD_SIG"},
      {"scf.dat without programs", "scf.dat", scf({root({})}, "", notices(Machine::notices_spec(7))),
       "PROGRAMS"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    Machine machine;
    machine.install(7);
    machine.store(7, machine.hash_of(7));
    write(fs::path(machine.live) / row.file, row.content);
    CHECK(machine.verdict(machine.live) == row.verdict);
  }
}

TEST_CASE("a missing file") {
  Machine machine;
  machine.install(7);
  fs::rename(fs::path(machine.live) / "messenger.xml", fs::path(machine.folder.path()) / "elsewhere.xml");
  CHECK(machine.verdict(machine.live) == "FILE_SET");
  fs::remove(fs::path(machine.live) / "scf.dat");
  CHECK(machine.verdict(machine.live) == "not_found");
  CHECK(machine.verdict(machine.folder / "nowhere") == "not_found");
}

TEST_CASE("a proven file that does not parse is malformed") {
  Machine machine;
  NoticesSpec spec = Machine::notices_spec(7);
  spec.files[1] = FileSpec::of(3, "messenger.xml", "not a catalog");
  machine.install(spec);
  write(fs::path(machine.live) / "messenger.xml", "not a catalog");
  const auto set = prove_installed(machine.vendor, machine.places, machine.live, kClock);
  REQUIRE_FALSE(set.has_value());
  CHECK(set.error().code == Code::malformed);
}

TEST_CASE("an older set is refused, with trust.dat and without") {
  Machine machine;
  const std::string older = machine.install(6);
  const std::string newer = machine.install(7);
  CHECK(machine.verdict(newer) == "notices 1.7");
  CHECK(machine.verdict(older) == "ROLLBACK");  // no trust.dat: the live set speaks
  machine.store(7, machine.hash_of(7));
  CHECK(machine.verdict(older) == "ROLLBACK");
  machine.store(6, machine.hash_of(6));  // a crash between the pointer and trust.dat
  CHECK(machine.verdict(older) == "ROLLBACK");
  CHECK(machine.verdict(newer) == "notices 1.7");
  machine.store(8);
  CHECK(machine.verdict(newer) == "ROLLBACK");
  machine.store(7);
  CHECK(machine.verdict(newer) == "EQUIVOCATION");
}

TEST_CASE("trust.dat cut at any byte leaves the live set as witness") {
  Machine machine;
  const std::string older = machine.install(6);
  machine.install(7);
  const std::string whole = machine.trust_dat({{1, 7}, machine.hash_of(7), 1});
  int accepted = 0;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    write(fs::path(machine.places.machine_folder) / "trust.dat", std::string_view(whole).substr(0, size));
    accepted += prove_release(machine.vendor, machine.places, older, kClock).has_value();
  }
  CHECK(accepted == 0);
  CHECK(prove_release(machine.vendor, machine.places, machine.live, kClock).has_value());
}

TEST_CASE("a set that no pointer names still proves itself") {
  Machine machine;
  machine.install(7, false);
  CHECK(machine.verdict(machine.live) == "notices 1.7");
}

TEST_CASE("product, platform, names and floors are the brand's") {
  Machine machine;
  machine.install(7);
  machine.vendor.platform = "windows-x86_64";
  CHECK(machine.verdict(machine.live) == "PLATFORM");
  machine.vendor.platform = "linux-x86_64";
  machine.vendor.product = "other";
  CHECK(machine.verdict(machine.live) == "PRODUCT");
  machine.vendor.product = "example.messenger";
  machine.vendor.notices_floor = {1, 8};
  CHECK(machine.verdict(machine.live) == "FLOOR");
  machine.vendor.notices_floor = {};
  machine.vendor.programs_floor = {1, 2};
  CHECK(machine.verdict(machine.live) == "FLOOR");
  machine.vendor.programs_floor = {};
  machine.vendor.catalog_file = "other.xml";
  CHECK(machine.verdict(machine.live) == "FILE_SET");
  machine.vendor.root_envelope = {};
  CHECK(prove_release(machine.vendor, machine.places, machine.live, kClock).error().code == Code::untrusted);
}

TEST_CASE("time: expired, and a clock set back") {
  Machine machine;
  machine.install(7);
  CHECK(machine.verdict(machine.live, instant_at(1771718399)) == "notices 1.7");
  CHECK(machine.verdict(machine.live, instant_at(1771718400)) == "EXPIRED");
  machine.store(7, machine.hash_of(7), 1771718400);
  CHECK(machine.verdict(machine.live, instant_at(0)) == "EXPIRED");
  machine.store(7, machine.hash_of(7), 1771000000);
  const auto back = prove_release(machine.vendor, machine.places, machine.live, instant_at(0));
  REQUIRE(back.has_value());
  CHECK(back->newest_issued == instant_at(1771000000));
  const auto set = read_set(machine.vendor, *back);
  REQUIRE(set.has_value());
  CHECK(set->newest_issued == instant_at(1771000000));
}

TEST_CASE("trusted_now") {
  CHECK(trusted_now(instant_at(5), instant_at(4)) == instant_at(5));
  CHECK(trusted_now(instant_at(5), instant_at(6)) == instant_at(6));
}

}  // namespace
}  // namespace tocsin::test
