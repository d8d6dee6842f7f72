// Creates key files: exclusively, and with an access list that names only the user who creates them.
#include <windows.h>

#include <sddl.h>

#include <array>

#include "packaging/kit/release/signing_key.h"
#include "schema/platform/win/access_list.h"
#include "schema/platform/win/handle.h"
#include "schema/platform/win/wide_text.h"

namespace tocsin::kit {
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

}  // namespace

Result<void> create_private_file(const std::string& path, std::string_view bytes) {
  const OwnersOnly owners(own_sid());
  if (owners.get() == nullptr) return failed(::GetLastError(), path);
  SECURITY_ATTRIBUTES security = {sizeof security, owners.get(), FALSE};
  OpenWish wish;
  wish.access = GENERIC_WRITE;
  wish.disposition = CREATE_NEW;
  wish.flags = FILE_FLAG_OPEN_REPARSE_POINT;
  wish.security = &security;
  const auto file = open_path(path, wish);
  if (!file) return failed(static_cast<DWORD>(file.error().system), path);
  if (write_all(file->get(), bytes) && ::FlushFileBuffers(file->get()) != 0) return {};
  const DWORD number = ::GetLastError();
  ::DeleteFileW(wide_path(path).c_str());
  return failed(number, path);
}

}  // namespace tocsin::kit
