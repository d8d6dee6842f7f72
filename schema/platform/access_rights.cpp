// The check of an access list. Denials are ignored: their effect depends on the order of the entries.
#include "schema/platform/access_rights.h"

#include <algorithm>
#include <array>

namespace tocsin {
namespace {

// winnt.h's numbers, for a file and for a folder.
constexpr std::uint32_t kWriteData = 0x2;   // a folder: add a file
constexpr std::uint32_t kAppendData = 0x4;  // a folder: add a folder
constexpr std::uint32_t kWriteExtended = 0x10;
constexpr std::uint32_t kDeleteChild = 0x40;
constexpr std::uint32_t kWriteAttributes = 0x100;
constexpr std::uint32_t kDelete = 0x10000;
constexpr std::uint32_t kWriteRights = 0x40000;
constexpr std::uint32_t kWriteOwner = 0x80000;
constexpr std::uint32_t kMaximum = 0x02000000;
constexpr std::uint32_t kGenericAll = 0x10000000;
constexpr std::uint32_t kGenericWrite = 0x40000000;
constexpr std::uint32_t kAnyWrite = kWriteData | kAppendData | kWriteExtended | kDeleteChild |
                                    kWriteAttributes | kDelete | kWriteRights | kWriteOwner | kMaximum |
                                    kGenericAll | kGenericWrite;

constexpr std::array<std::string_view, 3> kAdministrative = {
    "S-1-5-18", "S-1-5-32-544", "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"};

bool is_harmless(const AccessEntry& entry) {
  return !entry.allows || entry.inherit_only || (entry.mask & kAnyWrite) == 0 || is_administrative(entry.sid);
}

}  // namespace

bool is_administrative(std::string_view sid) {
  return std::find(kAdministrative.begin(), kAdministrative.end(), sid) != kAdministrative.end();
}

bool only_administrators_can_write(const AccessList& list) {
  return is_administrative(list.owner) && !list.is_absent &&
         std::all_of(list.entries.begin(), list.entries.end(), is_harmless);
}

}  // namespace tocsin
