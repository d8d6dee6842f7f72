// Reads and writes marks relative to an open folder, without following reparse points. Owners are read from
// the open file.
#include <windows.h>

#include <sddl.h>
#include <winternl.h>

#include <memory>
#include <optional>
#include <utility>

#include "notifier/platform/handled_marks.h"
#include "notifier/platform/identity.h"
#include "schema/platform/win/access_list.h"
#include "schema/platform/win/handle.h"
#include "schema/platform/win/wide_text.h"

namespace tocsin {
namespace {

// FILETIME counts units of 100 ns from 1601.
constexpr std::int64_t kPerSecond = 10'000'000;
constexpr std::int64_t kTo1970 = 11'644'473'600;

Result<Handle> open_handled(const std::string& machine_folder) {
  const std::string path = machine_folder + "\\handled";
  OpenWish wish;
  wish.access = FILE_LIST_DIRECTORY | FILE_TRAVERSE | FILE_READ_ATTRIBUTES | READ_CONTROL;
  wish.flags = FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT;
  auto folder = TRY(open_path(path, wish));
  TRY(size_of_kind(folder.get(), Kind::folder, Links::refused, path));
  return folder;
}

Instant instant_of(const FILETIME& time) {
  const auto ticks = std::int64_t{time.dwHighDateTime} << 32 | std::int64_t{time.dwLowDateTime};
  return instant_at(ticks / kPerSecond - kTo1970);
}

std::optional<Mark> mark_of(HANDLE folder, const std::string& name) {
  auto mark = parse_mark_name(name);
  if (!mark) return std::nullopt;
  const auto file = open_below(folder, name, FILE_READ_ATTRIBUTES | READ_CONTROL, FILE_OPEN, 0);
  BY_HANDLE_FILE_INFORMATION about = {};
  if (!file || !size_of_kind(file->get(), Kind::file, Links::refused, name)) return std::nullopt;
  if (::GetFileInformationByHandle(file->get(), &about) == 0 || about.nNumberOfLinks != 1)
    return std::nullopt;
  const auto list = access_list_of(file->get(), name);
  if (!list || list->owner != mark->owner) return std::nullopt;
  mark->when = instant_of(about.ftLastWriteTime);
  return mark;
}

/// Sets the owner explicitly: otherwise the files of an elevated administrator belong to the group.
using Security = std::unique_ptr<void, HLOCAL(WINAPI*)(HLOCAL)>;
Security owned_by(const std::string& sid) {
  PSECURITY_DESCRIPTOR made = nullptr;
  const auto text = wide("O:" + sid);
  if (::ConvertStringSecurityDescriptorToSecurityDescriptorW(text.c_str(), SDDL_REVISION_1, &made, nullptr) ==
      0)
    made = nullptr;
  return {made, ::LocalFree};
}

}  // namespace

std::vector<Mark> read_marks(const std::string& machine_folder) {
  std::vector<Mark> marks;
  const auto folder = open_handled(machine_folder);
  if (!folder) return marks;
  WIN32_FIND_DATAW found = {};
  const auto pattern = wide(machine_folder + "\\handled\\n.*");
  HANDLE search = ::FindFirstFileW(pattern.c_str(), &found);
  if (search == INVALID_HANDLE_VALUE) return marks;
  std::size_t seen = 0;
  do {
    if (auto mark = mark_of(folder->get(), narrow(found.cFileName))) marks.push_back(*std::move(mark));
  } while (++seen < kMostMarks && ::FindNextFileW(search, &found) != 0);
  ::FindClose(search);
  return marks;
}

Result<void> leave_mark(const std::string& machine_folder, std::string_view message, std::uint32_t revision) {
  const auto folder = TRY(open_handled(machine_folder));
  const std::string own = user_id();
  const auto security = owned_by(own);
  if (!security) return fail(Code::denied, "marks.create", own);
  SECURITY_ATTRIBUTES attributes = {sizeof(SECURITY_ATTRIBUTES), security.get(), FALSE};
  OpenWish wish;
  wish.access = GENERIC_WRITE;
  wish.disposition = CREATE_NEW;
  wish.security = &attributes;
  const auto made = open_path(machine_folder + "\\handled\\" + mark_name(message, revision, own), wish);
  if (made || made.error().system == ERROR_FILE_EXISTS) return {};
  return fail(made.error());
}

}  // namespace tocsin
