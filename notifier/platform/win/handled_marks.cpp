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

FILETIME file_time_of(Instant when) {
  const auto ticks = static_cast<std::uint64_t>((seconds_of(when) + kTo1970) * kPerSecond);
  return {static_cast<DWORD>(ticks), static_cast<DWORD>(ticks >> 32)};
}

void note(FoundMarks& found, const Error& why) {
  if (!found.unread) found.unread = why;
}

void add_mark(FoundMarks& found, HANDLE folder, const std::string& name) {
  auto mark = parse_mark_name(name);
  if (!mark) return;
  const auto file = open_below(folder, name, FILE_READ_ATTRIBUTES | READ_CONTROL, FILE_OPEN, 0);
  if (!file) {
    if (file.error().code != Code::not_found) note(found, file.error());  // not_found: taken back just now
    return;
  }
  BY_HANDLE_FILE_INFORMATION about = {};
  if (!size_of_kind(file->get(), Kind::file, Links::refused, name)) return;
  if (::GetFileInformationByHandle(file->get(), &about) == 0)
    return note(found, system_failure(::GetLastError(), "marks.stat", name).value());
  const auto list = access_list_of(file->get(), name);
  if (!list) return note(found, list.error());
  if (about.nNumberOfLinks != 1 || list->owner != mark->owner) return;
  mark->when = instant_of(about.ftLastWriteTime);
  found.marks.push_back(*std::move(mark));
}

/// No folder, or one that cannot hold marks.
bool has_no_marks(const Error& error) {
  return error.code == Code::not_found || error.rule == "KIND";
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

FoundMarks read_marks(const std::string& machine_folder) {
  FoundMarks found;
  const auto folder = open_handled(machine_folder);
  if (!folder) {
    if (!has_no_marks(folder.error())) found.unread = folder.error();
    return found;
  }
  WIN32_FIND_DATAW entry = {};
  const auto pattern = wide(machine_folder + "\\handled\\n.*");
  HANDLE search = ::FindFirstFileW(pattern.c_str(), &entry);
  bool more = search != INVALID_HANDLE_VALUE;
  for (std::size_t seen = 0; more && seen < kMostMarks; ++seen) {
    add_mark(found, folder->get(), narrow(entry.cFileName));
    more = ::FindNextFileW(search, &entry) != 0;
  }
  const DWORD number = ::GetLastError();
  if (more) {
    note(found, {.code = Code::too_large,
                 .operation = "marks.list",
                 .detail = "handled has more than 20,000 entries"});
  } else if (number != ERROR_NO_MORE_FILES && number != ERROR_FILE_NOT_FOUND) {
    note(found, system_failure(number, "marks.list", machine_folder).value());
  }
  if (search != INVALID_HANDLE_VALUE) ::FindClose(search);
  return found;
}

namespace {

Result<Handle> create_mark(const std::string& path, const std::string& own) {
  const auto security = owned_by(own);
  if (!security) return fail(Code::denied, "marks.create", own);
  SECURITY_ATTRIBUTES attributes = {sizeof(SECURITY_ATTRIBUTES), security.get(), FALSE};
  OpenWish wish;
  wish.access = GENERIC_WRITE;
  wish.disposition = CREATE_NEW;
  wish.security = &attributes;
  auto made = open_path(path, wish);
  if (made || made.error().system != ERROR_FILE_EXISTS) return made;
  return open_path(path, {FILE_WRITE_ATTRIBUTES, OPEN_EXISTING, FILE_FLAG_OPEN_REPARSE_POINT});
}

}  // namespace

// The time is the reader's trusted one: under a clock that is behind, a mark would be older than its notice.
Result<void> leave_mark(const std::string& machine_folder, std::string_view message, std::uint32_t revision,
                        Instant when) {
  const auto folder = TRY(open_handled(machine_folder));
  const std::string own = user_id();
  const std::string path = machine_folder + "\\handled\\" + mark_name(message, revision, own);
  const Handle mark = TRY(create_mark(path, own));
  const FILETIME time = file_time_of(when);
  if (::SetFileTime(mark.get(), nullptr, &time, &time) != 0) return {};
  return system_failure(::GetLastError(), "marks.time", path);
}

}  // namespace tocsin
