// GetSecurityInfo into plain values.
#include "schema/platform/win/access_list.h"

#include <windows.h>

#include <aclapi.h>
#include <sddl.h>

#include "schema/platform/win/wide_text.h"

namespace tocsin {
namespace {

/// Memory that is freed by LocalFree.
template <typename T>
class Local {
 public:
  Local() = default;
  Local(const Local&) = delete;
  Local& operator=(const Local&) = delete;
  ~Local() {
    if (memory_ != nullptr) ::LocalFree(memory_);
  }
  [[nodiscard]] T* out() { return &memory_; }
  [[nodiscard]] T get() const { return memory_; }

 private:
  T memory_ = nullptr;
};

/// Reads plain allow and deny entries. Any other kind (object, conditional) becomes an entry that allows
/// everything to an unknown SID.
AccessEntry entry_of(const ACE_HEADER& header) {
  constexpr std::uint32_t kEverything = 0xFFFFFFFF;
  const bool allows = header.AceType == ACCESS_ALLOWED_ACE_TYPE;
  if (!allows && header.AceType != ACCESS_DENIED_ACE_TYPE) return {{}, kEverything, true, false};
  const auto& entry = reinterpret_cast<const ACCESS_ALLOWED_ACE&>(header);  // a denial has the same shape
  PSID sid = const_cast<DWORD*>(&entry.SidStart);
  return {sid_text(sid), entry.Mask, allows, (header.AceFlags & INHERIT_ONLY_ACE) != 0};
}

}  // namespace

std::string sid_text(PSID sid) {
  Local<LPWSTR> text;
  if (sid == nullptr || ::ConvertSidToStringSidW(sid, text.out()) == 0) return {};
  return narrow(text.get());
}

Result<AccessList> access_list_of(HANDLE file, const std::string& detail) {
  constexpr SECURITY_INFORMATION kWanted = OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION;
  PSID owner = nullptr;
  PACL acl = nullptr;
  Local<PSECURITY_DESCRIPTOR> descriptor;
  const DWORD number =
      ::GetSecurityInfo(file, SE_FILE_OBJECT, kWanted, &owner, nullptr, &acl, nullptr, descriptor.out());
  if (number != ERROR_SUCCESS) return system_failure(number, "file.access_list", detail);
  AccessList list{sid_text(owner), acl == nullptr, {}};
  for (DWORD k = 0; acl != nullptr && k < acl->AceCount; ++k) {
    void* entry = nullptr;
    if (::GetAce(acl, k, &entry) == 0) return system_failure(::GetLastError(), "file.access_list", detail);
    list.entries.push_back(entry_of(*static_cast<const ACE_HEADER*>(entry)));
  }
  return list;
}

}  // namespace tocsin
