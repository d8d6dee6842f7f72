// Asks this machine's authority, and through it the domain's; --root moves folders only, so below it too.
// Layer: updater/platform, Windows only.
#include "updater/platform/group.h"

#include <windows.h>

#include <sddl.h>

#include <array>

#include "schema/platform/win/access_list.h"
#include "schema/platform/win/handle.h"
#include "schema/platform/win/wide_text.h"

namespace tocsin {
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

}  // namespace tocsin
