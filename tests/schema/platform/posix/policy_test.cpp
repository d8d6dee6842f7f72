// Policy in files: where they lie, what of them is not read, which paths they may name.
#include "schema/platform/policy.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>

#include "schema/platform/policy_values.h"
#include "tests/schema/platform/scratch.h"

using namespace tocsin;

namespace {

/// What is in force, in few letters: D R A L for the flags, then the least severity.
std::string force(const Policy& policy) {
  std::string text;
  if (policy.disable) text += 'D';
  if (policy.no_receipts) text += 'R';
  if (policy.no_actor) text += 'A';
  if (policy.logon_only) text += 'L';
  return text + ' ' + std::string(severity_name(policy.minimum_severity));
}

}  // namespace

TEST_CASE("is_local_file_path") {
  for (const std::string_view good : {"/a", "/etc/ssl/own.pem", "/a b/c", "/a/..b", "/a/b.."}) {
    CAPTURE(good);
    CHECK(is_local_file_path(good));
  }
  for (const std::string_view bad :
       {"", "/", "a", "./a", "~/a", "C:\\a", "/../a", "/a/../b", "/a/..", "/a\nb", "/a\x7f"}) {
    CAPTURE(bad);
    CHECK_FALSE(is_local_file_path(bad));
  }
}

TEST_CASE("read_policy: the files of the machine and the user; --root moves the machine's alone") {
  const Scratch root, home;
  root.write("etc/example-messenger.conf", "NoReceipts=1\nReceiptCAFile=/etc/own.pem\n");
  home.write("example-messenger.conf", "LogonOnly=1\n");
  const Variable config("XDG_CONFIG_HOME", home.path().c_str());
  const Places places = known_places(brand(), root.path());
  const Policy policy = read_policy(places);
  CHECK(force(policy) == "RL info");
  CHECK(policy.receipt_ca_file == root / "etc/own.pem");
  REQUIRE(policy.values.size() == 3);
  CHECK(policy.values[0].source == root / "etc/example-messenger.conf:1");
  CHECK(policy.values[2].source == home / "example-messenger.conf:1");
  CHECK(force(read_machine_policy(places)) == "R info");
  CHECK(read_machine_policy(places).values.size() == 2);
}

TEST_CASE("read_policy: no file is no policy; what cannot be read is listed and holds nothing up") {
  const Scratch scratch;
  Places places;
  places.machine_policy = scratch / "missing";
  CHECK(read_policy(places).values.empty());
  scratch.write("folder/x", "");
  scratch.write("large", std::string((64u << 10) + 1, '#'));
  REQUIRE(::mkfifo((scratch / "fifo").c_str(), 0600) == 0);
  struct Row {
    std::string_view name, reason;
  };
  const Row rows[] = {{"folder", "file not read: denied"},
                      {"fifo", "file not read: denied"},
                      {"large", "file not read: too_large"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    places.machine_policy = scratch / row.name;
    const Policy policy = read_policy(places);
    REQUIRE(policy.values.size() == 1);
    CHECK(policy.values.front().ignored == row.reason);
    CHECK(policy.values.front().source == scratch / row.name);
    CHECK(force(policy) == " info");
  }
}
