// Handles that close themselves, opens, reads and writes. GetLastError becomes our codes here.
#include "schema/platform/win/handle.h"

#include <windows.h>

#include <winternl.h>

#include <algorithm>
#include <utility>

#include "schema/platform/win/wide_text.h"

namespace tocsin {
namespace {

Code code_from_number(DWORD number) {
  switch (number) {
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
    case ERROR_INVALID_DRIVE:
    case ERROR_INVALID_NAME:
    case ERROR_BAD_PATHNAME:
    case ERROR_BAD_NETPATH:
    case ERROR_BAD_NET_NAME:
    case ERROR_DIRECTORY:
      return Code::not_found;
    case ERROR_ACCESS_DENIED:
    case ERROR_WRITE_PROTECT:
    case ERROR_PRIVILEGE_NOT_HELD:
    case ERROR_CANT_ACCESS_FILE:
    case ERROR_CANT_RESOLVE_FILENAME:
      return Code::denied;
    default:
      return Code::io;
  }
}

/// ReadFile and WriteFile take a DWORD of bytes at a time.
constexpr std::size_t kMostAtOnce = 1u << 30;

bool read_some(HANDLE handle, char* into, std::size_t room, std::size_t& got) {
  DWORD done = 0;
  const bool is_read =
      ::ReadFile(handle, into, static_cast<DWORD>(std::min(room, kMostAtOnce)), &done, nullptr) != 0;
  got = done;
  return is_read;
}

}  // namespace

Handle& Handle::operator=(Handle&& other) noexcept {
  std::swap(handle_, other.handle_);
  return *this;
}

Handle::~Handle() {
  if (is_open()) ::CloseHandle(handle_);
}

HANDLE Handle::release() {
  return std::exchange(handle_, INVALID_HANDLE_VALUE);
}

Failure system_failure(DWORD number, std::string operation, std::string detail) {
  return fail(Error{.code = code_from_number(number),
                    .operation = std::move(operation),
                    .detail = std::move(detail),
                    .system = static_cast<int>(number)});
}

Result<std::string> read_whole(HANDLE handle, std::uint64_t size, std::size_t cap,
                               const std::string& detail) {
  if (size > cap) return fail(Code::too_large, "file.read", detail);
  std::string bytes(static_cast<std::size_t>(size), '\0');
  std::size_t have = 0;
  std::size_t got = 0;
  while (have < bytes.size()) {
    if (!read_some(handle, bytes.data() + have, bytes.size() - have, got)) {
      return system_failure(::GetLastError(), "file.read", detail);
    }
    if (got == 0) return fail(Code::io, "file.read", detail + ": shrank while it was read");
    have += got;
  }
  char beyond = 0;
  if (!read_some(handle, &beyond, 1, got)) return system_failure(::GetLastError(), "file.read", detail);
  if (got > 0) return fail(Code::io, "file.read", detail + ": grew while it was read");
  return bytes;
}

bool write_all(HANDLE handle, std::string_view bytes) {
  while (!bytes.empty()) {
    DWORD done = 0;
    const auto room = static_cast<DWORD>(std::min(bytes.size(), kMostAtOnce));
    if (::WriteFile(handle, bytes.data(), room, &done, nullptr) == 0 || done == 0) return false;
    bytes.remove_prefix(done);
  }
  return true;
}

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
