// Who may change an object, judged from plain values: the real list cannot be had on every test machine.
#include "schema/platform/access_rights.h"

#include <doctest/doctest.h>

using namespace tocsin;

namespace {

const std::string kSystem = "S-1-5-18";
const std::string kAdministrators = "S-1-5-32-544";
const std::string kInstaller = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464";
const std::string kUsers = "S-1-5-32-545";
const std::string kEveryone = "S-1-1-0";
const std::string kPackages = "S-1-15-2-1";
const std::string kCreatorOwner = "S-1-3-0";
constexpr std::uint32_t kFull = 0x1F01FF;
constexpr std::uint32_t kModify = 0x1301BF;
constexpr std::uint32_t kReadAndRun = 0x1200A9;

}  // namespace

TEST_CASE("only_administrators_can_write: owners") {
  struct Row {
    std::string_view name;
    std::string owner;
    bool wanted;
  };
  const Row rows[] = {{"SYSTEM", kSystem, true},
                      {"Administrators", kAdministrators, true},
                      {"TrustedInstaller", kInstaller, true},
                      {"a user", "S-1-5-21-1-2-3-1001", false},
                      {"the domain's administrator", "S-1-5-21-1-2-3-500", false},
                      {"Users", kUsers, false},
                      {"Everyone", kEveryone, false},
                      {"unknown", "", false},
                      {"another service", "S-1-5-80-1-2-3-4-5", false},
                      {"SYSTEM and more", kSystem + "-1", false},
                      {"a part of SYSTEM", "S-1-5-1", false},
                      {"LOCAL SERVICE", "S-1-5-19", false}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(only_administrators_can_write({row.owner, false, {{kUsers, kReadAndRun}}}) == row.wanted);
  }
}

TEST_CASE("only_administrators_can_write: lists") {
  struct Row {
    std::string_view name;
    AccessList list;
    bool wanted;
  };
  const AccessEntry theirs{kAdministrators, kFull};
  const Row rows[] = {
      {"as Windows sets up Program Files",
       {kInstaller,
        false,
        {{kInstaller, kFull},
         {kSystem, kModify},
         {kAdministrators, kModify},
         {kUsers, kReadAndRun},
         {kPackages, kReadAndRun},
         {kCreatorOwner, 0x10000000, true, true}}},
       true},
      {"nobody at all", {kSystem, false, {}}, true},
      {"Everyone may read", {kSystem, false, {theirs, {kEveryone, kReadAndRun}}}, true},
      {"a user is denied everything", {kSystem, false, {theirs, {kUsers, kFull, false}}}, true},
      {"Users may write what is made below", {kSystem, false, {{kUsers, kFull, true, true}}}, true},
      {"generic read", {kSystem, false, {{kUsers, 0x80000000}}}, true},
      {"no list", {kSystem, true, {}}, false},
      {"Users may modify", {kSystem, false, {theirs, {kUsers, kModify}}}, false},
      {"Everyone may do everything", {kSystem, false, {{kEveryone, kFull}}}, false},
      {"a denial before a grant counts for nothing",
       {kSystem, false, {{kUsers, kFull, false}, {kUsers, kModify}}},
       false},
      {"an entry not understood", {kSystem, false, {theirs, {"", 0xFFFFFFFF}}}, false},
      {"as Windows sets up ProgramData: Users may add files", {kSystem, false, {{kUsers, 0x1200AB}}}, false},
      {"the creator, of this very object", {kSystem, false, {{kCreatorOwner, kFull}}}, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(only_administrators_can_write(row.list) == row.wanted);
  }
}

TEST_CASE("only_administrators_can_write: each right that changes something, alone") {
  for (const std::uint32_t mask : {0x2u, 0x4u, 0x10u, 0x40u, 0x100u, 0x10000u, 0x40000u, 0x80000u,
                                   0x02000000u, 0x10000000u, 0x40000000u}) {
    CAPTURE(mask);
    CHECK_FALSE(only_administrators_can_write({kSystem, false, {{kUsers, mask}}}));
    CHECK(only_administrators_can_write({kSystem, false, {{kAdministrators, mask}}}));
  }
  for (const std::uint32_t mask : {0x1u, 0x8u, 0x20u, 0x80u, 0x20000u, 0x100000u, 0x20000000u, 0x80000000u}) {
    CAPTURE(mask);
    CHECK(only_administrators_can_write({kSystem, false, {{kUsers, mask}}}));
  }
}
