// Handles that close themselves, reads and writes; GetLastError becomes our codes here. Layer: platform,
// Windows only.
#include "schema/platform/win/handle.h"

#include <algorithm>
#include <utility>

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

/// ReadFile takes a DWORD's worth at a time.
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

std::intptr_t kept(HANDLE handle) {
  return reinterpret_cast<std::intptr_t>(handle);
}

HANDLE as_handle(std::intptr_t kept) {
  return reinterpret_cast<HANDLE>(kept);  // NOLINT(performance-no-int-to-ptr): it was a handle before
}

Failure system_failure(DWORD number, std::string operation, std::string detail) {
  Failure failure = fail(code_from_number(number), std::move(operation), std::move(detail));
  failure.value().system = static_cast<int>(number);
  return failure;
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

}  // namespace tocsin
