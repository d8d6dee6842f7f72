// Runs a piece of a test in a process of its own, so that it may change its credentials or become another
// program.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

namespace tocsin {

/// The child's exit code, or 1000 + the signal that ended it.
inline int ended(pid_t child) {
  int status = 0;
  if (::waitpid(child, &status, 0) != child) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

template <typename Body>
int in_child(Body body) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(body());
  return ended(child);
}

}  // namespace tocsin
