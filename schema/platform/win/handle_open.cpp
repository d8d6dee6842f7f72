// Opens: by path, or by one exact name in a held folder. Layer: platform, Windows only.
#include <windows.h>

#include <winternl.h>

#include <algorithm>

#include "schema/platform/win/handle.h"
#include "schema/platform/win/wide_text.h"

namespace tocsin {
namespace {

bool is_link(DWORD attributes) {
  return (attributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0;
}

bool is_folder(DWORD attributes) {
  return (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
}

}  // namespace

bool is_plain_name(const std::string& name) {
  constexpr std::string_view kForbidden("\\/:\0", 4);
  return !name.empty() && name != "." && name != ".." && name.size() < 256 &&
         std::string_view(name).find_first_of(kForbidden) == std::string_view::npos;
}

Result<Handle> open_path(const std::string& path, const OpenWish& wish) {
  if (path.find('\0') != std::string::npos) return fail(Code::denied, "file.open", path, "KIND");
  Handle handle(::CreateFileW(wide_path(path).c_str(), wish.access, wish.sharing, wish.security,
                              wish.disposition, wish.flags | SECURITY_SQOS_PRESENT | SECURITY_ANONYMOUS,
                              nullptr));
  if (!handle.is_open()) return system_failure(::GetLastError(), "file.open", path);
  return handle;
}

Result<Handle> open_below(HANDLE folder, const std::string& name, ACCESS_MASK access, ULONG disposition,
                          ULONG options) {
  if (!is_plain_name(name)) return fail(Code::denied, "file.open", name, "KIND");
  std::wstring text = wide(name);
  UNICODE_STRING exact = {};
  exact.Buffer = text.data();
  exact.Length = exact.MaximumLength = static_cast<USHORT>(text.size() * sizeof(wchar_t));
  OBJECT_ATTRIBUTES where = {};
  InitializeObjectAttributes(&where, &exact, OBJ_CASE_INSENSITIVE, folder, nullptr);
  IO_STATUS_BLOCK done = {};
  HANDLE opened = INVALID_HANDLE_VALUE;
  const NTSTATUS status =
      ::NtCreateFile(&opened, access | SYNCHRONIZE, &where, &done, nullptr, FILE_ATTRIBUTE_NORMAL,
                     FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, disposition,
                     options | FILE_OPEN_REPARSE_POINT | FILE_SYNCHRONOUS_IO_NONALERT, nullptr, 0);
  if (status < 0) return system_failure(::RtlNtStatusToDosError(status), "file.open", name);
  return Handle(opened);
}

Result<std::uint64_t> size_of_kind(HANDLE handle, Kind kind, Links links, const std::string& detail) {
  BY_HANDLE_FILE_INFORMATION about = {};
  if (::GetFileType(handle) != FILE_TYPE_DISK) return fail(Code::denied, "file.open", detail, "KIND");
  if (::GetFileInformationByHandle(handle, &about) == 0) {
    return system_failure(::GetLastError(), "file.stat", detail);
  }
  const bool is_refused = links == Links::refused && is_link(about.dwFileAttributes);
  if (is_refused || is_folder(about.dwFileAttributes) != (kind == Kind::folder)) {
    return fail(Code::denied, "file.open", detail, "KIND");
  }
  if (kind == Kind::folder) return 0;
  return static_cast<std::uint64_t>(about.nFileSizeHigh) << 32 | about.nFileSizeLow;
}

}  // namespace tocsin
