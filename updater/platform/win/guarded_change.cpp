// Renames and removals of open objects, in the form that does not mind readers; an older file system (and
// Wine) has only the other one. Layer: updater/platform, Windows only.
#include <windows.h>

#include <winternl.h>

#include <algorithm>
#include <cstddef>

#include "schema/platform/win/wide_text.h"
#include "updater/platform/win/guarded_handle.h"

namespace tocsin {
namespace {

// What winternl.h leaves out; the numbers are those of Microsoft's ntifs.h.
constexpr auto kRename = static_cast<FILE_INFORMATION_CLASS>(10);
constexpr auto kRenameEx = static_cast<FILE_INFORMATION_CLASS>(65);
constexpr auto kDisposition = static_cast<FILE_INFORMATION_CLASS>(13);
constexpr auto kDispositionEx = static_cast<FILE_INFORMATION_CLASS>(64);
constexpr ULONG kReplace = 1;
constexpr ULONG kRenameLikePosix = 2;
constexpr ULONG kRenameReadOnlyToo = 0x40;
constexpr ULONG kRemove = 1;
constexpr ULONG kRemoveLikePosix = 2;
constexpr ULONG kRemoveReadOnlyToo = 0x10;

struct RenameWish {
  ULONG flags = 0;
  HANDLE folder = nullptr;
  ULONG bytes = 0;
  wchar_t name[256] = {};
};

NTSTATUS set_information(HANDLE object, void* wish, std::size_t size, FILE_INFORMATION_CLASS which) {
  IO_STATUS_BLOCK done = {};
  return ::NtSetInformationFile(object, &done, wish, static_cast<ULONG>(size), which);
}

// Scanners and indexers open what was just written, for moments.
template <typename Change>
NTSTATUS patiently(const Change& change) {
  constexpr int kTries = 10;
  constexpr DWORD kPauseMs = 30;
  for (int attempt = 1;; ++attempt) {
    const NTSTATUS status = change();
    const DWORD reason = status < 0 ? ::RtlNtStatusToDosError(status) : ERROR_SUCCESS;
    const bool may_pass = reason == ERROR_SHARING_VIOLATION || reason == ERROR_ACCESS_DENIED;
    if (!may_pass || attempt == kTries) return status;
    ::Sleep(kPauseMs);
  }
}

}  // namespace

Result<void> rename_over(HANDLE file, HANDLE folder, const std::string& name) {
  const std::wstring text = wide(name);
  RenameWish wish;
  if (!is_plain_name(name) || text.size() > std::size(wish.name)) {
    return fail(Code::denied, "file.rename", name, "KIND");
  }
  std::ranges::copy(text, wish.name);
  wish.folder = folder;
  wish.bytes = static_cast<ULONG>(text.size() * sizeof(wchar_t));
  const std::size_t size =
      std::max(offsetof(RenameWish, name) + wish.bytes, sizeof(RenameWish) - sizeof wish.name);
  const NTSTATUS status = patiently([&] {
    wish.flags = kReplace | kRenameLikePosix | kRenameReadOnlyToo;
    if (set_information(file, &wish, size, kRenameEx) >= 0) return NTSTATUS{0};
    wish.flags = kReplace;
    return set_information(file, &wish, size, kRename);
  });
  if (status >= 0) return {};
  return system_failure(::RtlNtStatusToDosError(status), "file.rename", name);
}

Result<void> remove_open(HANDLE object, const std::string& path) {
  ULONG flags = kRemove | kRemoveLikePosix | kRemoveReadOnlyToo;
  if (set_information(object, &flags, sizeof flags, kDispositionEx) >= 0) return {};
  BOOLEAN goes = TRUE;
  const NTSTATUS status = set_information(object, &goes, sizeof goes, kDisposition);
  if (status >= 0) return {};
  return system_failure(::RtlNtStatusToDosError(status), "file.remove", path);
}

}  // namespace tocsin
