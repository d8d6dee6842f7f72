// Files of keys on Windows: the access list says who can read them.
#include "packaging/kit/release/private_file.h"

#include <windows.h>

#include <sddl.h>

#include <algorithm>
#include <array>
#include <optional>

#include "schema/platform/win/access_list.h"
#include "schema/platform/win/handle.h"
#include "schema/platform/win/wide_text.h"

namespace tocsin {
namespace {

Failure failed(DWORD number, const std::string& path) {
  Failure failure = system_failure(number, "key.create", path);
  if (number == ERROR_FILE_EXISTS || number == ERROR_ALREADY_EXISTS) failure.value().code = Code::conflict;
  return failure;
}

/// The SID of this process's user; empty if the system does not tell it.
std::string own_sid() {
  HANDLE token = nullptr;
  if (::OpenProcessToken(::GetCurrentProcess(), TOKEN_QUERY, &token) == 0) return {};
  const Handle owned(token);
  alignas(TOKEN_USER) std::array<char, sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE> user = {};
  DWORD size = static_cast<DWORD>(user.size());
  if (::GetTokenInformation(token, TokenUser, user.data(), size, &size) == 0) return {};
  return sid_text(reinterpret_cast<const TOKEN_USER*>(user.data())->User.Sid);
}

/// A security descriptor without inheritance that allows one user full access and nobody else any.
class OwnersOnly {
 public:
  explicit OwnersOnly(const std::string& sid) {
    const std::wstring text = wide("D:P(A;;FA;;;" + sid + ")");
    ::ConvertStringSecurityDescriptorToSecurityDescriptorW(text.c_str(), SDDL_REVISION_1, &descriptor_,
                                                           nullptr);
  }
  OwnersOnly(const OwnersOnly&) = delete;
  OwnersOnly& operator=(const OwnersOnly&) = delete;
  ~OwnersOnly() { ::LocalFree(descriptor_); }
  [[nodiscard]] PSECURITY_DESCRIPTOR get() const { return descriptor_; }

 private:
  PSECURITY_DESCRIPTOR descriptor_ = nullptr;
};

/// Whether the entry lets anybody read but this user, the owner and administrators.
bool lets_others_read(const AccessEntry& entry, const std::string& own) {
  constexpr std::string_view kOwnerRights = "S-1-3-4";
  constexpr DWORD kAnyRead = FILE_READ_DATA | GENERIC_READ | GENERIC_ALL | MAXIMUM_ALLOWED;
  if (!entry.allows || entry.inherit_only || (entry.mask & kAnyRead) == 0) return false;
  return entry.sid != own && entry.sid != kOwnerRights && !is_administrative(entry.sid);
}

Result<void> check_readers(HANDLE file, const std::string& path) {
  if (::GetFileType(file) == FILE_TYPE_PIPE) return {};
  if (::GetFileType(file) != FILE_TYPE_DISK)
    return fail(Code::denied, "key.read", path + ": not a regular file", "KIND");
  const auto list = TRY(access_list_of(file, path));
  const std::string own = own_sid();
  const auto is_open = [&own](const AccessEntry& entry) { return lets_others_read(entry, own); };
  if (!list.is_absent && std::ranges::none_of(list.entries, is_open)) return {};
  return fail(Code::denied, "key.read",
              path + ": others can read it; take their rights away first (icacls FILE /inheritance:r)",
              "READABLE");
}

/// Reads up to the end of the file. Nothing, with GetLastError, when that fails.
std::optional<std::size_t> read_all(HANDLE file, char* into, std::size_t room) {
  std::size_t size = 0;
  while (size < room) {
    DWORD got = 0;
    const BOOL done = ::ReadFile(file, into + size, static_cast<DWORD>(room - size), &got, nullptr);
    if (done == 0 && ::GetLastError() != ERROR_BROKEN_PIPE) return std::nullopt;
    if (got == 0) break;
    size += got;
  }
  return size;
}

}  // namespace

Result<void> create_file(const std::string& path, std::string_view bytes, Readers readers) {
  const OwnersOnly owners(own_sid());
  if (owners.get() == nullptr) return failed(::GetLastError(), path);
  SECURITY_ATTRIBUTES security = {sizeof security, owners.get(), FALSE};
  OpenWish wish;
  wish.access = GENERIC_WRITE;
  wish.disposition = CREATE_NEW;
  wish.flags = FILE_FLAG_OPEN_REPARSE_POINT;
  if (readers == Readers::owner) wish.security = &security;
  const auto file = open_path(path, wish);
  if (!file) return failed(static_cast<DWORD>(file.error().system), path);
  if (write_all(file->get(), bytes) && ::FlushFileBuffers(file->get()) != 0) return {};
  const DWORD number = ::GetLastError();
  ::DeleteFileW(wide_path(path).c_str());
  return failed(number, path);
}

Result<Secret> read_private_file(const std::string& path, std::size_t cap) {
  OpenWish wish;
  wish.access = GENERIC_READ;  // with READ_CONTROL
  const Handle file = TRY(open_path(path, wish));
  TRY(check_readers(file.get(), path));
  Secret bytes(cap + 1);
  const auto size = read_all(file.get(), bytes.data(), cap + 1);
  if (!size) return system_failure(::GetLastError(), "key.read", path);
  if (*size > cap) return fail(Code::too_large, "key.read", path);
  bytes.shorten(*size);
  return bytes;
}

}  // namespace tocsin
