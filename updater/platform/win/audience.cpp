// The group is looked up in this machine's accounts, and through them in the domain; --root changes folders
// only, so it does not matter here. handled/ has an access list in place of POSIX' sticky bit.
#include "updater/platform/audience.h"

#include <windows.h>

#include <sddl.h>
#include <winternl.h>

#include <algorithm>
#include <array>

#include "schema/platform/win/access_list.h"
#include "schema/platform/win/handle.h"
#include "schema/platform/win/wide_text.h"
#include "updater/platform/win/guarded_handle.h"
#include "updater/platform/win/guarded_rights.h"

namespace tocsin::updater {
namespace {

/// A SID in its own spelling, if the text is one.
std::string canonical_sid(const std::string& text) {
  PSID sid = nullptr;
  if (::ConvertStringSidToSidW(wide(text).c_str(), &sid) == 0) return {};
  std::string canonical = sid_text(sid);
  ::LocalFree(sid);
  return canonical;
}

bool is_group(SID_NAME_USE use) {
  return use == SidTypeGroup || use == SidTypeAlias || use == SidTypeWellKnownGroup;
}

}  // namespace

Result<std::string> resolve_group(const std::string& /*root*/, const std::string& name) {
  if (name.starts_with("S-1-")) return canonical_sid(name);
  std::array<char, SECURITY_MAX_SID_SIZE> sid = {};
  std::array<wchar_t, 1024> domain = {};
  auto sid_size = static_cast<DWORD>(sid.size());
  auto domain_size = static_cast<DWORD>(domain.size());
  SID_NAME_USE use = SidTypeUnknown;
  if (::LookupAccountNameW(nullptr, wide(name).c_str(), sid.data(), &sid_size, domain.data(), &domain_size,
                           &use) != 0) {
    return is_group(use) ? sid_text(sid.data()) : std::string();
  }
  const DWORD number = ::GetLastError();
  if (number == ERROR_NONE_MAPPED) return std::string();
  Failure failure = system_failure(number, "group.resolve", name);
  failure.value().code = Code::unavailable;
  return failure;
}

namespace {

constexpr ACCESS_MASK kToRepair =
    FILE_LIST_DIRECTORY | FILE_READ_ATTRIBUTES | READ_CONTROL | WRITE_DAC | WRITE_OWNER;

Result<Handle> open_handled(const GuardedFolder& state, const std::string& name, ACCESS_MASK access) {
  Handle folder = TRY(open_below(state.handle(), name, access, FILE_OPEN, 0));
  TRY(size_of_kind(folder.get(), Kind::folder, Links::refused, state.at(name)));
  return folder;
}

bool is_same(const AccessList& one, const AccessList& other) {
  const auto is_same_entry = [](const AccessEntry& a, const AccessEntry& b) {
    return a.sid == b.sid && a.mask == b.mask && a.allows == b.allows && a.inherit_only == b.inherit_only;
  };
  return one.owner == other.owner && one.is_absent == other.is_absent &&
         std::ranges::equal(one.entries, other.entries, is_same_entry);
}

/// Sets the list. Returns whether the list that the system reports has changed.
Result<bool> repair(HANDLE folder, const std::string& security, const std::string& path) {
  const AccessList before = TRY(access_list_of(folder, path));
  TRY(set_security(folder, security, path));
  const AccessList after = TRY(access_list_of(folder, path));
  return !is_same(before, after);
}

/// Removes the files that can be removed; does not descend into folders.
void empty_folder(HANDLE folder, const std::string& path) {
  const auto names = names_below(folder, path);
  if (!names) return;
  for (const std::string& name : *names) {
    const auto file = open_below(folder, name, DELETE | FILE_READ_ATTRIBUTES, FILE_OPEN, 0);
    if (!file || !size_of_kind(file->get(), Kind::file, Links::refused, name)) continue;
    static_cast<void>(remove_open(file->get(), name));
  }
}

}  // namespace

Result<bool> ensure_handled_folder(const GuardedFolder& state, const std::string& name,
                                   const std::string& group) {
  const std::string security = handled_security(group);
  const auto made = create_below(state.handle(), name, security, FILE_LIST_DIRECTORY, FILE_DIRECTORY_FILE);
  if (!made && made.error().code != Code::conflict) return fail(made.error());
  const Handle folder = TRY(open_handled(state, name, kToRepair));
  const bool repaired = TRY(repair(folder.get(), security, state.at(name)));
  return made.has_value() || repaired;
}

Result<void> remove_handled_folder(const GuardedFolder& state, const std::string& name) {
  {
    const auto folder = open_handled(state, name, FILE_LIST_DIRECTORY | FILE_READ_ATTRIBUTES);
    if (!folder) return folder.error().code == Code::not_found ? Result<void>() : fail(folder.error());
    empty_folder(folder->get(), state.at(name));
  }
  auto removed = state.remove_folder(name);
  if (removed || removed.error().code != Code::conflict) return removed;
  return fail(Code::denied, "handled.remove", state.at(name) + ": holds more than marks", "KIND");
}

}  // namespace tocsin::updater
