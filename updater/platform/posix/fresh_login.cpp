// What a process inherits beside its credentials (credentials(7), fork(2), execve(2)), and how each is given
// up.
#include "updater/platform/posix/fresh_login.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/keyctl.h>
#include <pwd.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>

#include "schema/platform/posix/descriptor.h"

namespace tocsin {
namespace {

/// Root's session keyring may hold keys that whoever possesses the keyring can read (credentials of network
/// mounts, disk keys). A kernel without keyrings has none to give up.
Result<void> leave_keyring() {
  if (::syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, nullptr, 0, 0, 0) >= 0 || errno == ENOSYS) return {};
  return system_failure(errno, "child.keyring", "a session keyring of its own");
}

Result<void> close_streams() {
  const Descriptor nothing = TRY(open_at(AT_FDCWD, "/dev/null", O_RDWR | O_NOCTTY));
  for (int handle = 0; handle <= 2; ++handle) {
    if (::dup2(nothing.get(), handle) != handle) return system_failure(errno, "child.streams", "/dev/null");
  }
  return {};
}

void write_own(const char* path, std::string_view text) {
  const auto file = open_at(AT_FDCWD, path, O_WRONLY);
  if (file) static_cast<void>(!::write(file->get(), text.data(), text.size()));
}

/// Scheduling, and how ready the kernel is to end this process when memory is short.
void take_usual_priority() {
  constexpr int kOfThisProcess = 1;  // ioprio_set(2): IOPRIO_WHO_PROCESS
  const sched_param usual = {};
  ::sched_setscheduler(0, SCHED_OTHER, &usual);
  ::setpriority(PRIO_PROCESS, 0, 0);
  ::syscall(SYS_ioprio_set, kOfThisProcess, 0, 0);
  write_own("/proc/self/oom_score_adj", "0");
}

/// Those of process 1, which pam_limits(8) starts from, too.
void take_usual_limits() {
  for (int which = 0; which < RLIM_NLIMITS; ++which) {
    const auto resource = static_cast<__rlimit_resource>(which);
    rlimit usual = {};
    rlimit now = {};
    if (::prlimit(1, resource, nullptr, &usual) != 0 || ::getrlimit(resource, &now) != 0) continue;
    if (::setrlimit(resource, &usual) == 0) continue;
    const rlimit allowed = {std::min(usual.rlim_cur, now.rlim_max), std::min(usual.rlim_max, now.rlim_max)};
    ::setrlimit(resource, &allowed);
  }
}

/// Also the inheritable ones, which a change of uid leaves.
Result<void> drop_capabilities() {
  __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  const std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> none = {};
  if (::syscall(SYS_capset, &header, none.data()) == 0) return {};
  return system_failure(errno, "child.capabilities", "none");
}

Result<void> take_credentials(const Person& person) {
  if (::setgroups(person.groups.size(), person.groups.data()) != 0 ||
      ::setresgid(person.gid, person.gid, person.gid) != 0 ||
      ::setresuid(person.uid, person.uid, person.uid) != 0) {
    return system_failure(errno, "child.credentials", std::to_string(person.uid));
  }
  TRY(drop_capabilities());
  if (person.uid == 0 || ::setuid(0) == 0 || ::seteuid(0) == 0)
    return fail(Code::denied, "child.credentials", "root could be had again");
  return {};
}

}  // namespace

std::optional<Person> person_of(uid_t uid) {
  const passwd* entry = ::getpwuid(uid);
  if (entry == nullptr) return std::nullopt;
  Person person{uid, entry->pw_gid, entry->pw_name, entry->pw_dir, std::vector<gid_t>(256)};
  int count = static_cast<int>(person.groups.size());
  if (::getgrouplist(person.name.c_str(), person.gid, person.groups.data(), &count) < 0) {
    person.groups.resize(static_cast<std::size_t>(count));
    if (::getgrouplist(person.name.c_str(), person.gid, person.groups.data(), &count) < 0)
      return std::nullopt;
  }
  person.groups.resize(static_cast<std::size_t>(count));
  return person;
}

std::string runtime_folder_of(const Person& person) {
  std::string path = "/run/user/" + std::to_string(person.uid);
  struct stat about = {};
  const bool is_theirs =
      ::lstat(path.c_str(), &about) == 0 && S_ISDIR(about.st_mode) && about.st_uid == person.uid;
  return is_theirs ? path : std::string();
}

Result<void> become_person(const Person& person) {
  TRY(leave_keyring());
  TRY(close_streams());
  take_usual_priority();
  take_usual_limits();
  write_own("/proc/self/loginuid", std::to_string(person.uid));  // for the audit log: not who ran the patch
  ::umask(022);
  return take_credentials(person);
}

}  // namespace tocsin
