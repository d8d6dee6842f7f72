// Sessions are read from the login manager's own files. The gate is started by the user's own service
// manager, or directly where systemd is not in charge.
#include "updater/platform/sessions.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <functional>
#include <optional>

#include "schema/platform/posix/descriptor.h"
#include "updater/platform/guarded_folder.h"
#include "updater/platform/posix/fresh_login.h"
#include "updater/platform/session_facts.h"

namespace tocsin {
namespace {

constexpr const char* kSessionsFolder = "/run/systemd/sessions";
constexpr const char* kSystemdRun = "/usr/bin/systemd-run";

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

/// Becomes a program by its absolute path. Returns only on failure. It resets the signals that enter_clean()
/// ignores, since they would stay ignored in the program.
void execute(const std::vector<std::string>& command, const std::vector<std::string>& environment) {
  ::signal(SIGPIPE, SIG_DFL);
  ::signal(SIGXFSZ, SIG_DFL);
  const auto arguments = vector_of(command), variables = vector_of(environment);
  ::execve(command.front().c_str(), arguments.data(), variables.data());
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

/// How a child ends; `unknown_user` and later are failures.
enum End : int {
  started_by_manager = 0,
  started = 10,
  unknown_user,
  no_runtime_folder,
  refused,
  not_started
};

std::string outcome_text(const ChildEnd& end) {
  if (!end.in_time) return "stopped after five seconds";
  switch (end.status) {
    case started_by_manager:
      return "started by the user's service manager";
    case started:
      return "started";
    case unknown_user:
      return "its user is not known";
    case no_runtime_folder:
      return "its user has no folder below /run/user";
    case refused:
      return "the user's credentials could not be taken";
    case not_started:
      return "the gate could not be started";
    default:
      return "the user's service manager refused, status " + std::to_string(end.status);
  }
}

std::vector<std::string> gate_command(const GateStart& start) {
  std::vector<std::string> command = {start.program};
  if (!start.root.empty()) command.insert(command.end(), {"--root", start.root});
  return command;
}

std::vector<std::string> environment_of(const Person& person, const std::string& runtime_folder,
                                        const SessionFacts& session) {
  std::vector<std::string> environment = {"PATH=/usr/local/bin:/usr/bin:/bin", "HOME=" + person.home,
                                          "USER=" + person.name, "LOGNAME=" + person.name,
                                          "XDG_RUNTIME_DIR=" + runtime_folder};
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

/// sd_booted(3). Nothing in the user's own folders decides how the gate is started.
bool is_systemd_in_charge() {
  struct stat about = {};
  return ::lstat("/run/systemd/system", &about) == 0;
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

/// In a child: asks the user database, becomes the user, starts the gate.
int start_in_one(const SessionFacts& session, const GateStart& start) {
  const auto person = person_of(session.uid);
  if (!person) return unknown_user;
  const std::string runtime_folder = runtime_folder_of(*person);
  if (runtime_folder.empty()) return no_runtime_folder;
  const bool has_manager = is_systemd_in_charge();
  if (!become_person(*person)) return refused;
  const auto environment = environment_of(*person, runtime_folder, session);
  if (!has_manager) return start_directly(start, environment);
  execute(manager_command(start, session), environment);
  return not_started;
}

/// The login manager's folder, which root alone can change: no program is asked whose answer others could
/// change.
Result<GuardedFolder> open_sessions() {
  const GuardedRoot machine = TRY(GuardedRoot::open({}));
  auto folder = machine.folder(kSessionsFolder);
  if (folder || folder.error().code != Code::not_found) return folder;
  return fail(Code::unavailable, "sessions.list", std::string(kSessionsFolder) + ": no login manager runs");
}

Result<std::vector<std::string>> session_ids(const GuardedFolder& sessions) {
  std::vector<std::string> ids = TRY(sessions.names());
  std::erase_if(ids, [](const std::string& name) { return !is_session_id(name); });
  std::ranges::sort(ids);
  if (ids.size() > kMostSessions) ids.resize(kMostSessions);
  return ids;
}

/// A start that was begun: `child`, or why there is none.
struct Begun {
  SessionStart session;
  std::optional<pid_t> child;
};

Begun begin_in_one(const GuardedFolder& sessions, const std::string& id, const GateStart& start) {
  const auto text = sessions.read(id, kSessionFileBytes);
  if (!text) return {{id, describe(text.error())}, std::nullopt};
  const auto facts = graphical_session(*text);
  if (!facts) return {{id, "not a graphical session of a person"}, std::nullopt};
  const auto child = fork_child([&] { return start_in_one(*facts, start); });
  if (!child) return {{id, describe(child.error())}, std::nullopt};
  return {{id, {}}, *child};
}

}  // namespace

Result<std::vector<SessionStart>> start_in_sessions(const GateStart& start) {
  const GuardedFolder folder = TRY(open_sessions());
  std::vector<SessionStart> sessions;
  std::vector<pid_t> children;
  std::vector<std::size_t> of_child;
  for (const std::string& id : TRY(session_ids(folder))) {
    Begun begun = begin_in_one(folder, id, start);
    if (begun.child) {
      children.push_back(*begun.child);
      of_child.push_back(sessions.size());
    }
    sessions.push_back(std::move(begun.session));
  }
  const auto ends = collect_children(children);
  for (std::size_t k = 0; k < ends.size(); ++k) {
    SessionStart& session = sessions[of_child[k]];
    session.outcome = outcome_text(ends[k]);
    session.started = ends[k].in_time && (ends[k].status == started || ends[k].status == started_by_manager);
  }
  return sessions;
}

}  // namespace tocsin
