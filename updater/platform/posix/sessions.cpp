// Sessions by loginctl, asked as nobody; the gate by the user's own service manager, or directly where there
// is none. Layer: updater/platform, POSIX only.
#include "updater/platform/sessions.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <optional>

#include "updater/platform/posix/child.h"
#include "updater/platform/session_facts.h"

namespace tocsin {
namespace {

constexpr const char* kLoginctl = "/usr/bin/loginctl";
constexpr const char* kSystemdRun = "/usr/bin/systemd-run";
constexpr std::size_t kMostOutput = 64u << 10;

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

/// From the user database, in the child: it may hang, and then only this session waits.
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

/// The manager has the session's environment (display, language, bus); only an X display is named, as a user
/// may have several.
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

/// The gate may become a window that stays for hours: it is nobody's child.
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
  const auto listing = output_as_nobody({kLoginctl, "list-sessions", "--no-legend"}, kMostOutput);
  if (!listing) return Failure(listing.error());
  std::vector<SessionStart> sessions;
  std::vector<pid_t> children;
  for (const std::string& id : session_ids(*listing)) {
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

}  // namespace tocsin
