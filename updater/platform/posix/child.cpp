// See posix/child.h. Layer: updater/platform, POSIX only.
#include "updater/platform/posix/child.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>

#include "schema/platform/posix/descriptor.h"

namespace tocsin {
namespace {

constexpr uid_t kNobody = 65534;

long long now_ms() {
  timespec now = {};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<long long>(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000;
}

std::vector<char*> vector_of(const std::vector<std::string>& words) {
  std::vector<char*> vector;
  vector.reserve(words.size() + 1);
  for (const std::string& word : words) vector.push_back(const_cast<char*>(word.c_str()));
  vector.push_back(nullptr);
  return vector;
}

void pause_ms(int ms) {
  const timespec pause = {0, ms * 1'000'000L};
  ::nanosleep(&pause, nullptr);
}

/// Its group too, which it may not have made yet.
void kill_child(pid_t child) {
  ::kill(child, SIGKILL);
  ::kill(-child, SIGKILL);
}

/// Reads to the end of `from`. Errors: unavailable.
Result<std::string> read_until(int from, std::size_t cap, long long deadline) {
  std::string text;
  std::array<char, 4096> piece = {};
  for (;;) {
    const long long left = deadline - now_ms();
    pollfd wait = {from, POLLIN, 0};
    if (left <= 0 || ::poll(&wait, 1, static_cast<int>(left)) == 0) {
      return fail(Code::unavailable, "child.output", "no answer within five seconds");
    }
    const ssize_t got = ::read(from, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_failure(errno, "child.output", "read");
    if (got == 0) return text;
    text.append(piece.data(), static_cast<std::size_t>(got));
    if (text.size() > cap) return fail(Code::unavailable, "child.output", "more than was asked for");
  }
}

int become_reporter(const std::vector<std::string>& command, int to) {
  if (::dup2(to, 1) != 1 || !become_user(kNobody, kNobody, {})) return 127;
  execute(command, {"PATH=/usr/bin:/bin", "LC_ALL=C"});
  return 127;
}

}  // namespace

Result<void> become_user(uid_t uid, gid_t gid, const std::vector<gid_t>& groups) {
  if (::setgroups(groups.size(), groups.data()) != 0 || ::setresgid(gid, gid, gid) != 0 ||
      ::setresuid(uid, uid, uid) != 0) {
    return system_failure(errno, "child.credentials", std::to_string(uid));
  }
  if (uid != 0 && (::setuid(0) == 0 || ::seteuid(0) == 0)) {
    return fail(Code::denied, "child.credentials", "root could be had again");
  }
  return {};
}

// What enter_clean() ignores would stay ignored in the program.
void execute(const std::vector<std::string>& command, const std::vector<std::string>& environment) {
  ::signal(SIGPIPE, SIG_DFL);
  ::signal(SIGXFSZ, SIG_DFL);
  const auto arguments = vector_of(command), variables = vector_of(environment);
  ::execve(command.front().c_str(), arguments.data(), variables.data());
}

// A session of its own: no terminal, and one process group to kill. The alarm holds even when the parent is
// gone.
Result<pid_t> fork_child(const std::function<int()>& work) {
  const pid_t child = ::fork();
  if (child < 0) return system_failure(errno, "child.start", "fork");
  if (child > 0) return child;
  ::setsid();
  ::alarm(kChildSeconds + 1);
  ::_exit(work());
}

// What cannot even be killed (it hangs in the kernel) is left behind after another second.
std::vector<ChildEnd> collect_children(const std::vector<pid_t>& children) {
  std::vector<ChildEnd> ends(children.size());
  std::vector<bool> ended(children.size(), false);
  const long long deadline = now_ms() + 1000LL * kChildSeconds;
  std::size_t open = children.size();
  while (open > 0 && now_ms() < deadline + 1000) {
    const bool late = now_ms() >= deadline;
    for (std::size_t i = 0; i < children.size(); ++i) {
      if (ended[i]) continue;
      if (late) kill_child(children[i]);
      int status = 0;
      if (::waitpid(children[i], &status, WNOHANG) == 0) continue;
      ends[i] = {!late, WIFEXITED(status) ? WEXITSTATUS(status) : -1};
      ended[i] = true;
      --open;
    }
    if (open > 0) pause_ms(2);
  }
  return ends;
}

Result<std::string> output_as_nobody(const std::vector<std::string>& command, std::size_t cap) {
  std::array<int, 2> pipe = {};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return system_failure(errno, "child.output", "pipe");
  Descriptor from(pipe[0]), to(pipe[1]);
  const auto child = fork_child([&] { return become_reporter(command, to.get()); });
  if (!child) return Failure(child.error());
  to = Descriptor();
  auto text = read_until(from.get(), cap, now_ms() + 1000LL * kChildSeconds);
  if (!text) kill_child(*child);
  const ChildEnd end = collect_children({*child}).front();
  if (text && end.status != 0) {
    return fail(Code::unavailable, "child.output",
                command.front() + ": status " + std::to_string(end.status));
  }
  return text;
}

}  // namespace tocsin
