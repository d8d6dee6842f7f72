// Who runs this program. Only the kernel is asked: a user database may hang at a logon, or give wrong
// answers.
#include "notifier/platform/identity.h"

#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include "schema/core/text/text.h"

namespace tocsin {
namespace {

/// Capabilities that are enough to become root. Others are no privilege: logind gives CAP_WAKE_ALARM to every
/// desktop.
constexpr std::array kRootLike = {CAP_CHOWN,     CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER,
                                  CAP_SETGID,    CAP_SETUID,       CAP_SETFCAP,         CAP_SYS_MODULE,
                                  CAP_SYS_RAWIO, CAP_SYS_PTRACE,   CAP_SYS_ADMIN};

bool has_root_like_capability() {
  __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> sets = {};
  if (::syscall(SYS_capget, &header, sets.data()) != 0) return false;
  return std::any_of(kRootLike.begin(), kRootLike.end(), [&](int capability) {
    const auto& set = sets[static_cast<std::size_t>(CAP_TO_INDEX(capability))];
    return ((set.effective | set.permitted) & CAP_TO_MASK(capability)) != 0;
  });
}

/// The supplementary groups; none if the kernel returns an error.
std::vector<gid_t> supplementary_groups() {
  std::vector<gid_t> groups(64);
  int count = ::getgroups(static_cast<int>(groups.size()), groups.data());
  if (count < 0) {
    groups.resize(static_cast<std::size_t>(std::max(0, ::getgroups(0, nullptr))));
    count = ::getgroups(static_cast<int>(groups.size()), groups.data());
  }
  groups.resize(static_cast<std::size_t>(std::max(0, count)));
  return groups;
}

}  // namespace

bool is_privileged() {
  const uid_t user = ::getuid();
  const bool is_root = user == 0 || ::geteuid() == 0;
  const bool is_set_id = user != ::geteuid() || ::getgid() != ::getegid();
  return is_root || is_set_id || has_root_like_capability();
}

bool holds_group(std::string_view group) {
  const auto wanted = parse_decimal(group, std::numeric_limits<gid_t>::max() - 1);
  if (!wanted) return false;
  if (::getegid() == *wanted) return true;
  const std::vector<gid_t> groups = supplementary_groups();
  return std::find(groups.begin(), groups.end(), static_cast<gid_t>(*wanted)) != groups.end();
}

std::string user_id() {
  return std::to_string(::getuid());
}

}  // namespace tocsin
