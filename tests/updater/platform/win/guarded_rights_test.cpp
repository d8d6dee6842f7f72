// Access lists as Windows' own folders have them, and ours after careless or hostile changes.
#include "updater/platform/win/guarded_rights.h"

#include <doctest/doctest.h>

#include "updater/platform/guarded_folder.h"

namespace tocsin::updater {
namespace {

constexpr const char* kSystem = "S-1-5-18";
constexpr const char* kAdministrators = "S-1-5-32-544";
constexpr const char* kUsers = "S-1-5-32-545";
constexpr const char* kEveryone = "S-1-1-0";
constexpr const char* kCreator = "S-1-3-0";
constexpr const char* kPerson = "S-1-5-21-1-2-3-1001";
constexpr const char* kInstaller = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464";
constexpr std::uint32_t kAll = 0x1F01FF;
constexpr std::uint32_t kRead = 0x120089;
constexpr std::uint32_t kReadExecute = 0x1200A9;

AccessList list_of(const char* owner, std::vector<AccessEntry> entries) {
  return {owner, false, std::move(entries)};
}

AccessEntry allow(const char* sid, std::uint32_t mask) {
  return {sid, mask, true, false};
}

AccessList ours(std::uint32_t users) {
  std::vector<AccessEntry> entries = {allow(kSystem, kAll), allow(kAdministrators, kAll)};
  if (users != 0) entries.push_back(allow(kUsers, users));
  return list_of(kAdministrators, std::move(entries));
}

AccessList with(AccessList list, const AccessEntry& entry) {
  list.entries.push_back(entry);
  return list;
}

TEST_CASE("folders on the way, and folders worked in") {
  const struct {
    std::string_view name;
    AccessList list;
    bool is_passage, is_guarded;
  } rows[] = {
      {"ours", ours(kReadExecute), true, true},
      {"the drive",
       list_of(kInstaller, {allow(kAdministrators, kAll),
                            allow(kSystem, kAll),
                            allow(kUsers, kReadExecute),
                            {"S-1-5-11", 0xE0010000, true, true},
                            allow("S-1-5-11", 0x4)}),
       true, false},
      {"Program Files",
       list_of(kInstaller, {allow(kInstaller, kAll),
                            allow(kSystem, 0x1301BF),
                            allow(kAdministrators, 0x1301BF),
                            allow(kUsers, kReadExecute),
                            {kCreator, 0x10000000, true, true}}),
       true, true},
      {"ProgramData, and what other setups made there",
       list_of(kSystem, {allow(kSystem, kAll),
                         allow(kAdministrators, kAll),
                         {kCreator, kAll, true, true},
                         allow(kUsers, kReadExecute),
                         allow(kUsers, 0x116)}),
       true, false},
      {"a person's own", list_of(kPerson, {allow(kSystem, kAll), allow(kAdministrators, kAll)}), false,
       false},
      {"nobody's", list_of("", {allow(kSystem, kAll)}), false, false},
      {"Users'", list_of(kUsers, {allow(kSystem, kAll)}), false, false},
      {"no list at all", {kSystem, true, {}}, false, false},
      {"an empty list", list_of(kSystem, {}), true, true},
      {"Users remove what lies in it", with(ours(0), allow(kUsers, 0x40)), false, false},
      {"Users remove it", with(ours(0), allow(kUsers, 0x10000)), false, false},
      {"Users change its rights", with(ours(0), allow(kUsers, 0x40000)), false, false},
      {"Users take it", with(ours(0), allow(kUsers, 0x80000)), false, false},
      {"Users do everything", with(ours(0), allow(kUsers, 0x10000000)), false, false},
      {"Users do what they may", with(ours(0), allow(kUsers, 0x02000000)), false, false},
      {"Everyone modifies", with(ours(0), allow(kEveryone, 0x1301BF)), false, false},
      {"a person modifies", with(ours(0), allow(kPerson, 0x1301BF)), false, false},
      {"a kind of entry nobody knows", with(ours(0), {"", 0xFFFFFFFF, true, false}), false, false},
      {"a denial does not help", with(with(ours(0), {kPerson, kAll, false, false}), allow(kPerson, kAll)),
       false, false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(is_passage(row.list, "") == row.is_passage);
    CHECK(is_guarded(row.list, "") == row.is_guarded);
  }
}

TEST_CASE("whoever runs this counts only where he is named so") {
  const AccessList own =
      list_of(kPerson, {allow(kSystem, kAll), allow(kPerson, kAll), allow(kEveryone, kReadExecute)});
  CHECK(is_guarded(own, kPerson));
  CHECK(is_passage(own, kPerson));
  CHECK(!is_guarded(own, ""));
  CHECK(!is_guarded(own, "S-1-5-21-1-2-3-1002"));
  CHECK(!is_guarded(with(own, allow(kEveryone, 0x2)), kPerson));
  CHECK(!is_passage(with(own, allow(kEveryone, 0x10000)), kPerson));
}

TEST_CASE("rights of a mode") {
  const AccessList own =
      list_of(kPerson, {allow(kSystem, kAll), allow(kPerson, kAll), allow(kEveryone, kRead)});
  const struct {
    std::string_view name;
    AccessList list;
    std::string own;
    bool program, readable, is_private;
  } rows[] = {
      {"a program", ours(kReadExecute), "", true, false, false},
      {"a text", ours(kRead), "", false, true, false},
      {"a secret", ours(0), "", false, false, true},
      {"wider by one", with(ours(kRead), allow(kEveryone, kRead)), "", false, false, false},
      {"a writer", with(ours(kRead), allow(kPerson, kAll)), "", false, false, false},
      {"a denial", with(ours(kRead), {kPerson, kRead, false, false}), "", false, false, false},
      {"Administrators left out", list_of(kAdministrators, {allow(kSystem, kAll), allow(kUsers, kRead)}), "",
       false, false, false},
      {"Users for what lies below only", with(ours(0), {kUsers, kRead, true, true}), "", false, false, false},
      {"another owner", list_of(kPerson, ours(kRead).entries), "", false, false, false},
      {"no list", {kAdministrators, true, {}}, "", false, false, false},
      {"one's own, no wider than a text", own, kPerson, true, true, false},
      {"one's own, but written by all", with(own, allow(kEveryone, 0x2)), kPerson, false, false, false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(has_rights_of(row.list, row.own, kProgramMode) == row.program);
    CHECK(has_rights_of(row.list, row.own, kReadableMode) == row.readable);
    CHECK(has_rights_of(row.list, row.own, kPrivateMode) == row.is_private);
  }
}

TEST_CASE("what is written") {
  CHECK(folder_security() == "O:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;CI;0x1200a9;;;BU)");
  CHECK(file_security(kProgramMode) == "O:BAD:P(A;;FA;;;SY)(A;;FA;;;BA)(A;;0x1200a9;;;BU)");
  CHECK(file_security(kReadableMode) == "O:BAD:P(A;;FA;;;SY)(A;;FA;;;BA)(A;;0x120089;;;BU)");
  CHECK(file_security(kPrivateMode) == "O:BAD:P(A;;FA;;;SY)(A;;FA;;;BA)");
  const std::string nobody = "O:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)";
  CHECK(handled_security("") == nobody);
  CHECK(handled_security("S-1-5-32-551") == nobody + "(A;OIIO;0x13019f;;;CO)(A;;0x1200ab;;;S-1-5-32-551)");
}

}  // namespace
}  // namespace tocsin::updater
