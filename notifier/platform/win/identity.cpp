// Who runs this program. Only its own token is asked: a domain may not be reachable at a logon.
#include "notifier/platform/win/identity.h"

#include <windows.h>

#include <sddl.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "notifier/platform/identity.h"
#include "schema/platform/win/access_list.h"
#include "schema/platform/win/handle.h"
#include "schema/platform/win/wide_text.h"

namespace tocsin {
namespace {

/// A SID from its text; none if the text is not exactly as Windows would write it.
class Sid {
 public:
  explicit Sid(const std::string& text) {
    if (!text.starts_with("S-1-") || ::ConvertStringSidToSidW(wide(text).c_str(), &sid_) == 0) return;
    if (sid_text(sid_) != text) ::LocalFree(std::exchange(sid_, nullptr));
  }
  Sid(const Sid&) = delete;
  Sid& operator=(const Sid&) = delete;
  ~Sid() { ::LocalFree(sid_); }
  [[nodiscard]] PSID get() const { return sid_; }

 private:
  PSID sid_ = nullptr;
};

Handle own_token() {
  HANDLE token = nullptr;
  if (::OpenProcessToken(::GetCurrentProcess(), TOKEN_QUERY | TOKEN_DUPLICATE, &token) == 0) return {};
  return Handle(token);
}

/// Reads one property of a token that has a fixed size.
template <typename Answer>
std::optional<Answer> ask(HANDLE token, TOKEN_INFORMATION_CLASS what) {
  Answer answer = {};
  DWORD size = 0;
  if (::GetTokenInformation(token, what, &answer, sizeof answer, &size) == 0) return std::nullopt;
  return answer;
}

/// A user or a label: a pointer to a SID in the same memory, which therefore must not move.
class WithSid {
 public:
  WithSid(HANDLE token, TOKEN_INFORMATION_CLASS what) {
    DWORD size = static_cast<DWORD>(bytes_.size());
    is_known_ = ::GetTokenInformation(token, what, bytes_.data(), size, &size) != 0;
  }
  WithSid(const WithSid&) = delete;
  WithSid& operator=(const WithSid&) = delete;
  [[nodiscard]] PSID sid() const {
    return is_known_ ? reinterpret_cast<const SID_AND_ATTRIBUTES*>(bytes_.data())->Sid : nullptr;
  }

 private:
  alignas(TOKEN_USER) std::array<char, sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE> bytes_ = {};
  bool is_known_ = false;
};

std::string user_of(HANDLE token) {
  return sid_text(WithSid(token, TokenUser).sid());
}

/// If it is not known, the level of SYSTEM, which counts as no person.
std::uint32_t integrity_of(HANDLE token) {
  const WithSid label(token, TokenIntegrityLevel);
  if (label.sid() == nullptr) return SECURITY_MANDATORY_SYSTEM_RID;
  return *::GetSidSubAuthority(label.sid(), *::GetSidSubAuthorityCount(label.sid()) - 1u);
}

/// CheckTokenMembership needs an impersonation token; a linked token can be of either type. No token: that of
/// the process.
bool is_member(HANDLE token, PSID group) {
  BOOL member = FALSE;
  HANDLE copy = nullptr;
  if (token != nullptr && ::DuplicateToken(token, SecurityIdentification, &copy) == 0) return false;
  const Handle owned(copy);
  return ::CheckTokenMembership(copy, group, &member) != 0 && member != FALSE;
}

/// For an administrator with a split token: the other token, which has the administrator's groups enabled.
Handle linked_token() {
  const Handle token = own_token();
  const auto type = ask<TOKEN_ELEVATION_TYPE>(token.get(), TokenElevationType);
  if (type != TokenElevationTypeLimited) return {};
  const auto linked = ask<TOKEN_LINKED_TOKEN>(token.get(), TokenLinkedToken);
  return linked ? Handle(linked->LinkedToken) : Handle();
}

}  // namespace

bool is_no_person(const TokenFacts& token) {
  constexpr std::array<std::string_view, 3> kAccounts = {"S-1-5-18", "S-1-5-19", "S-1-5-20"};
  // Services, application pools, virtual machines, tasks, window managers, font drivers.
  constexpr std::array<std::string_view, 6> kVirtual = {"S-1-5-80-", "S-1-5-82-", "S-1-5-83-",
                                                        "S-1-5-87-", "S-1-5-90-", "S-1-5-96-"};
  const bool is_account = std::find(kAccounts.begin(), kAccounts.end(), token.user) != kAccounts.end();
  const bool is_virtual = std::any_of(kVirtual.begin(), kVirtual.end(), [&](std::string_view prefix) {
    return token.user.starts_with(prefix);
  });
  return token.user.empty() || is_account || is_virtual || token.is_service || token.session == 0 ||
         token.integrity >= SECURITY_MANDATORY_SYSTEM_RID;
}

bool is_privileged() {
  const Handle token = own_token();
  if (!token.is_open()) return true;
  const Sid service("S-1-5-6");
  const auto session = ask<DWORD>(token.get(), TokenSessionId);
  return is_no_person({user_of(token.get()), is_member(nullptr, service.get()), session.value_or(0),
                       integrity_of(token.get())});
}

bool holds_group(std::string_view group) {
  const Sid sid{std::string(group)};
  if (sid.get() == nullptr) return false;
  if (is_member(nullptr, sid.get())) return true;
  const Handle linked = linked_token();
  return linked.is_open() && is_member(linked.get(), sid.get());
}

std::string user_id() {
  return user_of(own_token().get());
}

}  // namespace tocsin
