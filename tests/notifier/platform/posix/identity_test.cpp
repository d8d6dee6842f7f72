// Who runs this program. The rows that change credentials need root and are said to be left out where it is
// missing.
#include "notifier/platform/identity.h"

#include <doctest/doctest.h>
#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "tests/notifier/platform/posix/child.h"

using namespace tocsin;

namespace {

constexpr uid_t kSomeone = 65534;
constexpr gid_t kGroups[] = {4711, 4712};

bool drop_groups() {
  return ::setgroups(2, kGroups) == 0 && ::setresgid(kSomeone, kSomeone, kSomeone) == 0;
}
bool drop_to_user() {
  return drop_groups() && ::setresuid(kSomeone, kSomeone, kSomeone) == 0;
}

/// An ordinary user who holds one capability all the same.
bool drop_keeping(int capability) {
  if (::prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) != 0 || !drop_to_user()) return false;
  __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3] = {};
  sets[CAP_TO_INDEX(capability)].permitted = CAP_TO_MASK(capability);
  return ::syscall(SYS_capset, &header, sets) == 0;
}

}  // namespace

TEST_CASE("is_privileged: this process") {
  CHECK(is_privileged() == (::getuid() == 0));
}

TEST_CASE("is_privileged: after a change of credentials") {
  if (::geteuid() != 0) {
    MESSAGE("left out: only root can change its credentials");
    return;
  }
  struct Row {
    std::string_view name;
    bool (*change)();
    bool wanted;
  };
  const Row rows[] = {
      {"ordinary user", drop_to_user, false},
      {"desktop with logind's harmless capability", [] { return drop_keeping(CAP_WAKE_ALARM); }, false},
      {"root", [] { return true; }, true},
      {"root without groups", drop_groups, true},
      {"effective user alone", [] { return drop_groups() && ::seteuid(kSomeone) == 0; }, true},
      {"set-uid start by a user", [] { return drop_groups() && ::setresuid(kSomeone, 0, 0) == 0; }, true},
      {"set-uid start to another user",
       [] { return drop_groups() && ::setresuid(kSomeone, kSomeone - 1, 0) == 0; }, true},
      {"set-gid start",
       [] {
         return ::setresgid(kSomeone, 4711, 4711) == 0 && ::setresuid(kSomeone, kSomeone, kSomeone) == 0;
       },
       true},
      {"user who may do all", [] { return drop_keeping(CAP_SYS_ADMIN); }, true},
      {"user who may read all", [] { return drop_keeping(CAP_DAC_READ_SEARCH); }, true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(in_child([&] { return row.change() ? int{is_privileged()} : 99; }) == int{row.wanted});
  }
}

TEST_CASE("holds_group: the effective group, and what is no group") {
  CHECK(holds_group(std::to_string(::getegid())));
  for (const std::string_view bad : {"", " ", "root", "-1", "+0", "00", "0x0", "0 ", " 0", "4294967295",
                                     "4294967296", "99999999999999999999", "S-1-5-32-544"}) {
    CAPTURE(bad);
    CHECK_FALSE(holds_group(bad));
  }
}

TEST_CASE("holds_group: supplementary groups, few and very many") {
  if (::geteuid() != 0) {
    MESSAGE("left out: only root can change its groups");
    return;
  }
  CHECK(in_child([] { return drop_to_user() && holds_group("4711") && holds_group("4712") ? 0 : 1; }) == 0);
  CHECK(in_child([] { return drop_to_user() && holds_group("65534") ? 0 : 1; }) == 0);
  CHECK(in_child([] { return drop_to_user() && (holds_group("0") || holds_group("4713")) ? 1 : 0; }) == 0);
  CHECK(in_child([] {
          std::vector<gid_t> many;
          for (gid_t group = 10000; group < 15000; ++group) many.push_back(group);
          if (::setgroups(many.size(), many.data()) != 0) return 99;
          return holds_group("10000") && holds_group("14999") && !holds_group("15000") ? 0 : 1;
        }) == 0);
}

TEST_CASE("user_id is the real user's number") {
  CHECK(user_id() == std::to_string(::getuid()));
  if (::geteuid() == 0) CHECK(in_child([] { return drop_to_user() && user_id() == "65534" ? 0 : 1; }) == 0);
}
