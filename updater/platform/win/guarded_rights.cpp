// Access lists as text, and judged entry by entry.
#include "updater/platform/win/guarded_rights.h"

#include <algorithm>
#include <array>

#include "updater/platform/guarded_folder.h"

namespace tocsin {
namespace {

// winnt.h's numbers.
constexpr std::uint32_t kEverything = 0x1F01FF;
constexpr std::uint32_t kRead = 0x120089;
constexpr std::uint32_t kReadExecute = 0x1200A9;
constexpr std::uint32_t kDeleteChild = 0x40;
constexpr std::uint32_t kDelete = 0x10000;
constexpr std::uint32_t kWriteRights = 0x40000;
constexpr std::uint32_t kWriteOwner = 0x80000;
constexpr std::uint32_t kMaximum = 0x02000000;
constexpr std::uint32_t kGenericAll = 0x10000000;
constexpr std::uint32_t kTakeOver =
    kDeleteChild | kDelete | kWriteRights | kWriteOwner | kMaximum | kGenericAll;

constexpr const char* kSystem = "S-1-5-18";
constexpr const char* kAdministrators = "S-1-5-32-544";
constexpr const char* kUsers = "S-1-5-32-545";

std::uint32_t users_rights(unsigned mode) {
  if (mode == kPrivateMode) return 0;
  return mode == kReadableMode ? kRead : kReadExecute;
}

/// The same list with `own` written as SYSTEM.
AccessList with_own(AccessList list, const std::string& own) {
  if (own.empty()) return list;
  if (list.owner == own) list.owner = kSystem;
  for (AccessEntry& entry : list.entries) {
    if (entry.sid == own) entry.sid = kSystem;
  }
  return list;
}

bool leaves_alone(const AccessEntry& entry) {
  return !entry.allows || entry.inherit_only || (entry.mask & kTakeOver) == 0 || is_administrative(entry.sid);
}

/// Nobody but administrators may do more than `most`.
bool is_no_wider(const AccessList& list, std::uint32_t most) {
  return std::ranges::all_of(list.entries, [most](const AccessEntry& entry) {
    return !entry.allows || is_administrative(entry.sid) || (entry.mask & ~most) == 0;
  });
}

bool grants(const AccessList& list, const char* sid, std::uint32_t mask) {
  return std::ranges::any_of(list.entries, [&](const AccessEntry& entry) {
    return entry.allows && !entry.inherit_only && entry.sid == sid && entry.mask == mask;
  });
}

}  // namespace

std::string folder_security() {
  return "O:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;CI;0x1200a9;;;BU)";
}

std::string file_security(unsigned mode) {
  std::string closed = "O:BAD:P(A;;FA;;;SY)(A;;FA;;;BA)";
  if (mode == kPrivateMode) return closed;
  return closed + (mode == kReadableMode ? "(A;;0x120089;;;BU)" : "(A;;0x1200a9;;;BU)");
}

// 0x1200ab: list, read and add files, but not add folders (0x4) or remove others' files (0x40). Everybody can
// read what is added; its creator can write and remove it.
std::string handled_security(const std::string& group) {
  const std::string open = "O:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)";
  return group.empty() ? open : open + "(A;OIIO;0x13019f;;;CO)(A;;0x1200ab;;;" + group + ")";
}

// The groups of "How User Account Control works" (learn.microsoft.com): local ones by their number below
// S-1-5-32, those of a domain by their last number.
bool is_filtered(std::string_view group) {
  constexpr std::array<std::string_view, 10> kLocal = {"544", "547", "548", "549", "550",
                                                       "551", "552", "554", "556", "569"};
  constexpr std::array<std::string_view, 9> kOfDomain = {"498", "512", "516", "517", "518",
                                                         "519", "520", "521", "553"};
  const std::string_view last = group.substr(group.rfind('-') + 1);
  const auto holds = [last](const auto& list) { return std::ranges::find(list, last) != list.end(); };
  if (group.starts_with("S-1-5-32-")) return holds(kLocal);
  return group.starts_with("S-1-5-21-") && holds(kOfDomain);
}

std::string secret_security(const std::string& group) {
  std::string closed = file_security(kPrivateMode);
  if (group.empty()) return closed;
  return closed + "(A;;0x120089;;;" + (is_filtered(group) ? "IU" : group) + ")";
}

bool is_guarded(const AccessList& list, const std::string& own) {
  return only_administrators_can_write(with_own(list, own));
}

bool is_passage(const AccessList& list, const std::string& own) {
  const AccessList seen = with_own(list, own);
  return is_administrative(seen.owner) && !seen.is_absent && std::ranges::all_of(seen.entries, leaves_alone);
}

bool has_rights_of(const AccessList& list, const std::string& own, unsigned mode) {
  const std::uint32_t users = users_rights(mode);
  const AccessList seen = with_own(list, own);
  if (!only_administrators_can_write(seen)) return false;
  if (!own.empty() && list.owner == own) return is_no_wider(seen, users);
  const std::size_t entries = users == 0 ? 2 : 3;
  return list.entries.size() == entries && grants(list, kSystem, kEverything) &&
         grants(list, kAdministrators, kEverything) && (users == 0 || grants(list, kUsers, users));
}

}  // namespace tocsin
