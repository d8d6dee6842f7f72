// Who runs this program: the judgement over what a token says, and this process's own token.
#include "notifier/platform/win/identity.h"

#include <doctest/doctest.h>
#include <windows.h>

#include "notifier/platform/identity.h"
#include "schema/platform/win/handle.h"

using namespace tocsin;

TEST_CASE("is_no_person") {
  constexpr std::string_view kPerson = "S-1-5-21-1-2-3-1001";
  struct Row {
    std::string_view name, user;
    bool service;
    std::uint32_t session, integrity;
    bool wanted;
  };
  const Row rows[] = {
      {"user", kPerson, false, 1, 0x2000, false},
      {"administrator with raised rights", kPerson, false, 1, 0x3000, false},
      {"built-in administrator", "S-1-5-21-1-2-3-500", false, 1, 0x3000, false},
      {"domain user on a terminal server", kPerson, false, 37, 0x2000, false},
      {"user of a cloud directory", "S-1-12-1-1-2-3-4", false, 2, 0x2000, false},
      {"low integrity", kPerson, false, 1, 0x1000, false},
      {"SYSTEM in session 0", "S-1-5-18", false, 0, 0x4000, true},
      {"SYSTEM in a person's session", "S-1-5-18", false, 1, 0x4000, true},
      {"SYSTEM with lowered integrity", "S-1-5-18", false, 1, 0x2000, true},
      {"LOCAL SERVICE", "S-1-5-19", false, 1, 0x2000, true},
      {"NETWORK SERVICE", "S-1-5-20", false, 1, 0x2000, true},
      {"a service's own account", "S-1-5-80-1-2-3-4-5", false, 1, 0x2000, true},
      {"application pool", "S-1-5-82-1-2-3-4-5", false, 1, 0x2000, true},
      {"virtual machine", "S-1-5-83-1-2-3", false, 1, 0x2000, true},
      {"window manager", "S-1-5-90-0-1", false, 1, 0x2000, true},
      {"font driver", "S-1-5-96-0-1", false, 1, 0x2000, true},
      {"a person's account that runs a service", kPerson, true, 1, 0x2000, true},
      {"session 0", kPerson, false, 0, 0x2000, true},
      {"System's integrity", kPerson, false, 1, 0x4000, true},
      {"protected process", kPerson, false, 1, 0x5000, true},
      {"nobody can tell", "", false, 1, 0x2000, true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(is_no_person({std::string(row.user), row.service, row.session, row.integrity}) == row.wanted);
  }
}

TEST_CASE("is_privileged: tests are run by a person") {
  CHECK_FALSE(is_privileged());
}

TEST_CASE("user_id is the SID of this process's user") {
  CHECK(user_id().starts_with("S-1-"));
}

TEST_CASE("holds_group: groups of this process's token") {
  struct Row {
    std::string_view name, group;
    bool wanted;
  };
  const Row rows[] = {{"Everyone", "S-1-1-0", true},
                      {"Authenticated Users", "S-1-5-11", true},
                      {"SYSTEM", "S-1-5-18", false},
                      {"Guests", "S-1-5-32-546", false},
                      {"a group of another domain", "S-1-5-21-111-222-333-512", false},
                      {"empty", "", false},
                      {"a name", "Administrators", false},
                      {"an alias", "WD", false},
                      {"lower case", "s-1-1-0", false},
                      {"blank before", " S-1-1-0", false},
                      {"blank behind", "S-1-1-0 ", false},
                      {"leading zero", "S-1-1-00", false},
                      {"hexadecimal", "S-1-0x1-0", false},
                      {"no authority", "S-1-", false},
                      {"more behind", "S-1-1-0-x", false},
                      {"a gid", "0", false}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(holds_group(row.group) == row.wanted);
  }
  CHECK_FALSE(holds_group(std::string_view("S-1-1-0\0", 8)));
}

namespace {

/// This process's token without the power of one of its groups.
Handle token_without(WELL_KNOWN_SID_TYPE group) {
  HANDLE own = nullptr;
  ::OpenProcessToken(::GetCurrentProcess(), TOKEN_ALL_ACCESS, &own);
  const Handle owned(own);
  alignas(SID) char sid[SECURITY_MAX_SID_SIZE];
  DWORD size = sizeof sid;
  ::CreateWellKnownSid(group, nullptr, sid, &size);
  SID_AND_ATTRIBUTES disabled = {sid, 0};
  HANDLE lesser = nullptr;
  ::CreateRestrictedToken(own, 0, 1, &disabled, 0, nullptr, 0, nullptr, &lesser);
  return Handle(lesser);
}

}  // namespace

TEST_CASE("holds_group: a group that only denies is not held") {
  constexpr std::string_view kAdministrators = "S-1-5-32-544";
  if (!holds_group(kAdministrators)) {
    MESSAGE("left out: this user is no administrator");
    return;
  }
  const Handle lesser = token_without(WinBuiltinAdministratorsSid);
  REQUIRE(lesser.is_open());
  REQUIRE(::ImpersonateLoggedOnUser(lesser.get()) != 0);
  const bool holds = holds_group(kAdministrators);
  const bool holds_other = holds_group("S-1-1-0");
  ::RevertToSelf();
  CHECK_FALSE(holds);
  CHECK(holds_other);
}
