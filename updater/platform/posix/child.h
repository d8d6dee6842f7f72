// Processes of this program's own, each with an end that does not depend on it. Layer: updater/platform,
// POSIX only.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

#include "schema/core/result.h"

namespace tocsin {

/// How long a child may take: 5. The tests' own program defines it as more, for slow machines.
extern const int kChildSeconds;

/// Takes these credentials for good: groups, gid, uid, and proves that they cannot be undone. Errors: io,
/// denied.
[[nodiscard]] Result<void> become_user(uid_t uid, gid_t gid, const std::vector<gid_t>& groups);

/// What `program` prints as user nobody, at most `cap` bytes, within five seconds; then it is killed.
/// Errors: unavailable (not there, failed, too long, too late).
[[nodiscard]] Result<std::string> output_as_nobody(const std::vector<std::string>& command, std::size_t cap);

/// Becomes a program by its absolute path, with this environment. Returns only on failure.
void execute(const std::vector<std::string>& command, const std::vector<std::string>& environment);

/// Runs `work` in a child and is done with it: its exit status is `work`'s result.
[[nodiscard]] Result<pid_t> fork_child(const std::function<int()>& work);

struct ChildEnd {
  bool in_time = false;
  int status = -1;  // its exit status; -1 when it was killed
};
/// Waits for all of them until five seconds from now have passed; what has not ended then is killed with its
/// process group.
[[nodiscard]] std::vector<ChildEnd> collect_children(const std::vector<pid_t>& children);

}  // namespace tocsin
