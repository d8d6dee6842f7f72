// Sessions are listed by loginctl, which runs as nobody. The gate is started by the user's own service
// manager, or directly where there is none.
#include "updater/platform/sessions.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <functional>
#include <optional>

#include "schema/platform/posix/descriptor.h"
#include "updater/platform/session_facts.h"

namespace tocsin::updater {
namespace {

constexpr const char* kLoginctl = "/usr/bin/loginctl";
constexpr const char* kSystemdRun = "/usr/bin/systemd-run";
constexpr std::size_t kMostOutput = 64u << 10;
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

/// Also its process group, which it may not have made yet.
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

/// Takes these credentials for good, and proves that root cannot be had again. Errors: io, denied.
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

/// Becomes a program by its absolute path. Returns only on failure. It resets the signals that enter_clean()
/// ignores, since they would stay ignored in the program.
void execute(const std::vector<std::string>& command, const std::vector<std::string>& environment) {
  ::signal(SIGPIPE, SIG_DFL);
  ::signal(SIGXFSZ, SIG_DFL);
  const auto arguments = vector_of(command), variables = vector_of(environment);
  ::execve(command.front().c_str(), arguments.data(), variables.data());
}

int become_reporter(const std::vector<std::string>& command, int to) {
  if (::dup2(to, 1) != 1 || !become_user(kNobody, kNobody, {})) return 127;
  execute(command, {"PATH=/usr/bin:/bin", "LC_ALL=C"});
  return 127;
}

/// Runs `work` in a child, whose exit status is its result. The child has a session of its own: no terminal,
/// and one process group to kill. The alarm ends it even when the parent is gone.
Result<pid_t> fork_child(const std::function<int()>& work) {
  const pid_t child = ::fork();
  if (child < 0) return system_failure(errno, "child.start", "fork");
  if (child > 0) return child;
  ::setsid();
  ::alarm(kStartSeconds + 1);
  ::_exit(work());
}

struct ChildEnd {
  bool in_time = false;
  int status = -1;  // its exit status; -1 when it was killed
};

/// Waits for all of them for kStartSeconds, then kills those left, each with its process group. A child that
/// cannot be killed (it hangs in the kernel) is left behind after another second.
std::vector<ChildEnd> collect_children(const std::vector<pid_t>& children) {
  std::vector<ChildEnd> ends(children.size());
  std::vector<bool> ended(children.size(), false);
  const long long deadline = now_ms() + 1000LL * kStartSeconds;
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

/// What a command prints as user nobody, at most `cap` bytes. It is killed after kStartSeconds.
/// Errors: unavailable (not there, failed, too long, too late).
Result<std::string> output_as_nobody(const std::vector<std::string>& command, std::size_t cap) {
  std::array<int, 2> pipe = {};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return system_failure(errno, "child.output", "pipe");
  Descriptor from(pipe[0]), to(pipe[1]);
  const pid_t child = TRY(fork_child([&] { return become_reporter(command, to.get()); }));
  to = Descriptor();
  auto text = read_until(from.get(), cap, now_ms() + 1000LL * kStartSeconds);
  if (!text) kill_child(child);
  const ChildEnd end = collect_children({child}).front();
  if (text && end.status != 0) {
    return fail(Code::unavailable, "child.output",
                command.front() + ": status " + std::to_string(end.status));
  }
  return text;
}

/// How a child ends; `refused` and later are failures.
enum End : int {
  started_by_manager = 0,
  started = 10,
  not_graphical,
  unknown_user,
  refused,
  not_started,
  unreadable
};

std::string outcome_text(const ChildEnd& end) {
  if (!end.in_time) return "stopped after five seconds";
  switch (end.status) {
    case started_by_manager:
      return "started by the user's service manager";
    case started:
      return "started";
    case not_graphical:
      return "not a graphical session of a person";
    case unknown_user:
      return "its user is not known";
    case refused:
      return "the user's credentials could not be taken";
    case not_started:
      return "the gate could not be started";
    case unreadable:
      return "the login manager says nothing of it";
    default:
      return "the user's service manager refused, status " + std::to_string(end.status);
  }
}

struct Person {
  uid_t uid = 0;
  gid_t gid = 0;
  std::string name, home;
  std::vector<gid_t> groups;
};

/// From the user database. It is asked in the child, because it may hang: then only this session waits.
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

bool is_there(const std::string& path) {
  struct stat about = {};
  return ::stat(path.c_str(), &about) == 0;
}

std::vector<std::string> gate_command(const GateStart& start) {
  std::vector<std::string> command = {start.program};
  if (!start.root.empty()) command.insert(command.end(), {"--root", start.root});
  return command;
}

std::vector<std::string> environment_of(const Person& person, const SessionFacts& session) {
  std::vector<std::string> environment = {"PATH=/usr/local/bin:/usr/bin:/bin", "HOME=" + person.home,
                                          "USER=" + person.name, "LOGNAME=" + person.name};
  const std::string runtime = "/run/user/" + std::to_string(person.uid);
  if (is_there(runtime)) environment.push_back("XDG_RUNTIME_DIR=" + runtime);
  if (!session.display.empty()) environment.push_back("DISPLAY=" + session.display);
  return environment;
}

/// The manager has the session's environment (display, language, bus). Only the X display is named, since a
/// user may have several.
std::vector<std::string> manager_command(const GateStart& start, const SessionFacts& session) {
  std::vector<std::string> command = {kSystemdRun, "--user", "--collect", "--quiet", "--no-block"};
  if (!session.display.empty()) command.push_back("--setenv=DISPLAY=" + session.display);
  command.emplace_back("--");
  const auto gate = gate_command(start);
  command.insert(command.end(), gate.begin(), gate.end());
  return command;
}

void drop_streams() {
  const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int handle = 0; handle <= 2; ++handle) ::dup2(nothing, handle);
}

/// The gate may become a window that stays open for hours, so it is started as a grandchild.
End start_directly(const GateStart& start, const std::vector<std::string>& environment) {
  const pid_t child = ::fork();
  if (child < 0) return not_started;
  if (child > 0) return started;
  ::setsid();
  execute(gate_command(start), environment);
  ::_exit(127);
}

End start_as(const Person& person, const SessionFacts& session, const GateStart& start) {
  if (!become_user(person.uid, person.gid, person.groups)) return refused;
  ::umask(022);
  drop_streams();
  const auto environment = environment_of(person, session);
  if (!is_there("/run/user/" + std::to_string(person.uid) + "/systemd/private") || !is_there(kSystemdRun)) {
    return start_directly(start, environment);
  }
  execute(manager_command(start, session), environment);
  return not_started;
}

/// In a child: describes the session, takes its user's credentials, starts the gate.
int start_in_one(const std::string& id, const GateStart& start) {
  const auto properties =
      output_as_nobody({kLoginctl, "show-session", "--property=User", "--property=Type", "--property=Class",
                        "--property=State", "--property=Display", "--", id},
                       kMostOutput);
  if (!properties) return unreadable;
  const auto session = graphical_session(*properties);
  if (!session) return not_graphical;
  const auto person = person_of(session->uid);
  return person ? start_as(*person, *session, start) : unknown_user;
}

}  // namespace

Result<std::vector<SessionStart>> start_in_sessions(const GateStart& start) {
  const std::string listing = TRY(output_as_nobody({kLoginctl, "list-sessions", "--no-legend"}, kMostOutput));
  std::vector<SessionStart> sessions;
  std::vector<pid_t> children;
  for (const std::string& id : session_ids(listing)) {
    const auto child = fork_child([&] { return start_in_one(id, start); });
    sessions.push_back({id, child ? std::string() : describe(child.error()), false});
    if (child) children.push_back(*child);
  }
  const auto ends = collect_children(children);
  std::size_t next = 0;
  for (SessionStart& session : sessions) {
    if (!session.outcome.empty()) continue;
    const ChildEnd& end = ends[next++];
    session.outcome = outcome_text(end);
    session.started = end.in_time && (end.status == started || end.status == started_by_manager);
  }
  return sessions;
}

}  // namespace tocsin::updater
