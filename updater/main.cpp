// `update-patch`: the vendor's update manager runs it as root or LocalSystem. It has no network, window, XML,
// JSON, SQL or service.
#include <cstdio>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "schema/core/brand.h"
#include "schema/platform/clock.h"
#include "schema/platform/files.h"
#include "schema/platform/known_paths.h"
#include "schema/platform/log.h"
#include "schema/platform/program_start.h"
#include "schema/trust/digest.h"
#include "updater/arguments.h"
#include "updater/install.h"
#include "updater/platform/process.h"
#include "updater/report.h"
#include "updater/set.h"
#include "updater/uninstall.h"

namespace tocsin {
namespace {

int say(std::FILE* where, const std::string& text, int exit) {
  std::fwrite(text.data(), 1, text.size(), where);
  return exit;
}

std::string program() {
  return std::string(brand().updater_file);
}

std::string usage() {
  return "Usage: " + program() +
         " [install] [--payload FILE] [--root DIR [--force-root]] [--launch] [--terminal-hook]\n"
         "       " +
         program() + " verify [--payload FILE] [--root DIR]\n       " + program() +
         " status|launch|uninstall [--purge] [--root DIR]\n"
         "Proves the release it carries and installs it, silently; the same release again mends what is "
         "missing.\n"
         "  --payload FILE   a patch, a payload or a notices file instead of this program's own payload\n"
         "  --root DIR       the machine (an image, say) that lies below DIR; nothing is started there\n"
         "  --force-root     also where DIR does not look like a system\n"
         "  --launch         with --root: start the notifier in this machine's sessions all the same\n"
         "  --terminal-hook  one line about waiting notices in interactive terminals\n"
         "  --purge          forget what was accepted, and the machine's secret, too\n"
         "Exit: 0 done or already live, 2 command line, 3 no payload, 4 malformed, 5 refused, 6 not allowed, "
         "7 another run is at it,\n"
         "      8 later, 9 failed, 10 what is live is newer\n";
}

std::string version() {
  return program() + " " TOCSIN_VERSION " (" TOCSIN_LIBRARIES ")\n";
}

int failed(const Error& error, RunLog* log) {
  if (log != nullptr) log->line(Event::refused, Level::error, describe(error));
  return say(stderr, program() + ": " + clean_line(describe(error)) + "\n", exit_code(error.code));
}

/// "; written: a, b", or nothing.
std::string list_of(const std::vector<std::string>& written) {
  std::string text;
  for (const std::string& name : written) text += (text.empty() ? "; written: " : ", ") + name;
  return text;
}

/// What an administrator should know of: on standard output and in the logs.
std::string told_as_left(const std::vector<std::string>& left, RunLog& log) {
  std::string text;
  for (const std::string& line : left) {
    log.line(Event::note, Level::warning, "left as it is: " + line);
    text += "left as it is: " + clean_line(line) + '\n';
  }
  return text;
}

/// "2.7 in FOLDER, with programs 2.3": a release has the name of its notices.
std::string in_place(const InstallOutcome& outcome, std::string_view verb) {
  std::string text = format_position(outcome.notices) + std::string(verb) + outcome.set;
  if (outcome.programs) text += ", with programs " + format_position(*outcome.programs);
  return text;
}

int say_outcome(const InstallOutcome& outcome, RunLog& log) {
  std::string text;
  switch (outcome.end) {
    case InstallEnd::installed:
      text = "installed " + in_place(outcome, " in ");
      break;
    case InstallEnd::repaired:
      text = "mended " + in_place(outcome, ", now in ") + list_of(outcome.repaired);
      break;
    case InstallEnd::already_live:
      text = in_place(outcome, " is live already, in ");
      break;
    case InstallEnd::newer_is_live:
      text = "nothing to install: the newer " + in_place(outcome, " is live, in ");
      break;
  }
  log.line(Event::installed, Level::notice, text);
  text += '\n' + told_as_left(outcome.left, log);
  return say(stdout, text, outcome.end == InstallEnd::newer_is_live ? kNewerIsLive : 0);
}

int run_install(Machine& machine, const Arguments& arguments, Instant start, RunLog& log) {
  if (brand().test_keys) log.line(Event::note, Level::warning, "TEST_KEYS: this brand's keys are published");
  const auto outcome = install(machine, arguments, start, log);
  return outcome ? say_outcome(*outcome, log) : failed(outcome.error(), &log);
}

/// The live set is proven, with each of its files, before anything of it is started.
Result<void> launch(const Machine& machine, Instant start, RunLog& log) {
  const Memory memory = TRY(recall(machine));
  if (!memory.live) return fail(Code::not_found, "launch", "no set is live");
  const Proof proof = TRY(Proof::of(memory.live->scf, memory.anchor, demand_of(brand(), start)));
  TRY(check_set_files(memory.live->folder, proof.release().files()));
  launch_gates(machine, log);
  return {};
}

int run_launch(const Machine& machine, Instant start, RunLog& log) {
  const auto launched = launch(machine, start, log);
  return launched ? 0 : failed(launched.error(), &log);
}

int run_uninstall(Machine& machine, const Arguments& arguments, const std::function<void()>& let_go,
                  RunLog& log) {
  const auto left = uninstall(machine, arguments.purge, let_go, log);
  if (!left) return failed(left.error(), &log);
  log.line(Event::installed, Level::notice, "uninstalled");
  return say(stdout, "uninstalled\n" + told_as_left(*left, log), 0);
}

int run_locked(Machine& machine, const Arguments& arguments, Instant start,
               const std::function<void()>& let_go, RunLog& log) {
  switch (arguments.command) {
    case Command::launch:
      return run_launch(machine, start, log);
    case Command::uninstall:
      return run_uninstall(machine, arguments, let_go, log);
    default:
      return run_install(machine, arguments, start, log);
  }
}

bool has_sets(const std::string& root) {
  const Places places = known_places(brand(), root);
  const auto opened = GuardedRoot::open(places.root);
  return opened && opened->folder(seen_from_root(places, places.install_folder)).has_value();
}

/// An image that is not mounted leaves an empty folder in its place.
Result<void> check_root(const Arguments& arguments) {
  const GuardedRoot root = TRY(GuardedRoot::open(arguments.root));
  if (arguments.force_root || root.holds_system()) return {};
  return fail(Code::denied, "root.open",
              arguments.root +
                  ": holds no system (neither etc nor usr). Is it mounted? --force-root installs "
                  "all the same",
              "ROOT");
}

/// If somebody removed the state by hand, the sets are still there to be uninstalled.
Result<Machine> machine_for(const Arguments& arguments) {
  if (arguments.command == Command::install) {
    TRY(check_root(arguments));
    return Machine::prepare(brand(), arguments.root);
  }
  auto machine = Machine::look(brand(), arguments.root);
  const bool is_lost =
      !machine && machine.error().code == Code::not_found && arguments.command == Command::uninstall;
  return is_lost && has_sets(arguments.root) ? Machine::prepare(brand(), arguments.root) : std::move(machine);
}

/// What changes the machine: as root, one at a time, with a log.
int run_privileged(const Arguments& arguments) {
  if (!is_system()) {
    return failed({.code = Code::denied,
                   .operation = "start",
                   .detail = "only " + std::string(system_name()) + " may do this"},
                  nullptr);
  }
  const Instant start = system_now();
  auto machine = machine_for(arguments);
  if (!machine) return failed(machine.error(), nullptr);
  auto taken = FileLock::try_take_at(machine->state.handle(), kLockName, machine->state.at(kLockName));
  if (!taken) return failed(taken.error(), nullptr);
  std::optional<FileLock> lock(std::move(*taken));
  RunLog log(start);
  const int exit = run_locked(
      *machine, arguments, start, [&] { lock.reset(); }, log);
  if (!arguments.purge) log.write_to(machine->state);
  return exit;
}

int run_report(const Arguments& arguments) {
  const Instant now = system_now();
  const Report report = arguments.command == Command::status ? status_report(brand(), arguments.root, now)
                                                             : verify_report(brand(), arguments, now);
  return say(stdout, report.text, report.exit_code);
}

int start(std::span<const char* const> words) {
  auto arguments = parse_arguments(words.empty() ? words : words.subspan(1));
  if (!arguments) {
    return say(stderr, clean_line(describe(arguments.error())) + "\n" + usage(),
               exit_code(arguments.error().code));
  }
  if (arguments->command == Command::help) return say(stdout, usage(), 0);
  if (arguments->command == Command::version) return say(stdout, version(), 0);
  arguments->root = known_places(brand(), arguments->root).root;
  arguments->payload = absolute_path(arguments->payload);
  if (const auto clean = enter_clean(); !clean) return failed(clean.error(), nullptr);
  if (const auto crypto = init_crypto(); !crypto) return failed(crypto.error(), nullptr);
  const bool reports = arguments->command == Command::status || arguments->command == Command::verify;
  return reports ? run_report(*arguments) : run_privileged(*arguments);
}

}  // namespace
}  // namespace tocsin

int main(int count, char** words) {
  if (const auto restricted = tocsin::restrict_libraries(); !restricted) return 9;
  return tocsin::end_program(tocsin::start(tocsin::start_program(count, words)));
}
