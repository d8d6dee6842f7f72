// `update-patch`: the vendor's update manager runs it as root or LocalSystem. It has no network, window, XML,
// JSON, SQL or service.
#include <cstdio>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "schema/core/brand.h"
#include "schema/platform/clock.h"
#include "schema/platform/files.h"
#include "schema/platform/known_paths.h"
#include "schema/platform/program_start.h"
#include "schema/trust/digest.h"
#include "updater/arguments.h"
#include "updater/install.h"
#include "updater/platform/process.h"
#include "updater/report.h"
#include "updater/set.h"
#include "updater/uninstall.h"

namespace tocsin::updater {
namespace {

constexpr int kNewerIsLive = 10;

int say(std::FILE* where, const std::string& text, int exit) {
  std::fwrite(text.data(), 1, text.size(), where);
  return exit;
}

std::string program() {
  return std::string(brand().updater_file);
}

std::string usage() {
  return "Usage: " + program() +
         " [install] [--payload FILE] [--root DIR] [--launch] [--terminal-hook]\n"
         "       " +
         program() + " verify [--payload FILE] [--root DIR]\n       " + program() +
         " status|launch|uninstall [--purge] [--root DIR]\n"
         "Proves the release it carries and installs it, silently; the same release again mends what is "
         "missing.\n"
         "  --payload FILE   a payload or patch instead of this program's own\n"
         "  --root DIR       the machine (an image, say) that lies below DIR; nothing is started there\n"
         "  --launch         with --root: start the notifier in this machine's sessions all the same\n"
         "  --terminal-hook  one line about waiting notices in interactive terminals\n"
         "  --purge          forget what was accepted, and the machine's secret, too\n"
         "Exit: 0 done or already live, 2 command line, 3 no payload, 4 malformed, 5 refused, 6 not allowed, "
         "7 another run is at it,\n"
         "      8 later, 9 failed, 10 a newer release is live\n";
}

std::string version() {
  return program() + " " TOCSIN_VERSION " (" TOCSIN_LIBRARIES ")\n";
}

int failed(const Error& error, RunLog* log) {
  if (log != nullptr) log->line(Event::refused, Level::error, describe(error));
  return say(stderr, program() + ": " + describe(error) + "\n", exit_code(error.code));
}

int say_outcome(const InstallOutcome& outcome, RunLog& log) {
  std::string text;
  switch (outcome.end) {
    case InstallEnd::installed:
      text = "installed " + outcome.release + " in " + outcome.set;
      break;
    case InstallEnd::repaired:
      text = "mended " + outcome.release + ", now in " + outcome.set;
      break;
    case InstallEnd::already_live:
      text = outcome.release + " is live already, in " + outcome.set;
      break;
    case InstallEnd::newer_is_live:
      text = "nothing done: the newer " + outcome.release + " is live, in " + outcome.set;
      break;
  }
  log.line(Event::installed, Level::notice, text);
  return say(stdout, text + "\n", outcome.end == InstallEnd::newer_is_live ? kNewerIsLive : 0);
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
  const Proof proof = TRY(Proof::of(memory.live->scf, memory.anchor,
                                    {std::string(brand().product), std::string(brand().platform), start}));
  TRY(check_set_files(memory.live->folder, proof.release().files));
  launch_gates(machine, log);
  return {};
}

int run_launch(const Machine& machine, Instant start, RunLog& log) {
  const auto launched = launch(machine, start, log);
  return launched ? 0 : failed(launched.error(), &log);
}

int run_uninstall(Machine& machine, const Arguments& arguments, const std::function<void()>& let_go,
                  RunLog& log) {
  const auto done = uninstall(machine, arguments.purge, let_go, log);
  if (!done) return failed(done.error(), &log);
  log.line(Event::installed, Level::notice, "uninstalled");
  return say(stdout, "uninstalled\n", 0);
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

/// If somebody removed the state by hand, the sets are still there to be uninstalled.
Result<Machine> machine_for(const Arguments& arguments) {
  if (arguments.command == Command::install) return Machine::prepare(brand(), arguments.root);
  auto machine = Machine::look(brand(), arguments.root);
  const bool is_lost =
      !machine && machine.error().code == Code::not_found && arguments.command == Command::uninstall;
  const Places places = known_places(brand(), arguments.root);
  const bool has_sets =
      GuardedFolder::open(places.root, seen_from_root(places, places.install_folder)).has_value();
  return is_lost && has_sets ? Machine::prepare(brand(), arguments.root) : std::move(machine);
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
  auto taken = FileLock::try_take(machine->state.at(kLockName));
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
    return say(stderr, describe(arguments.error()) + "\n" + usage(), exit_code(arguments.error().code));
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
}  // namespace tocsin::updater

int main(int count, char** words) {
  if (const auto restricted = tocsin::updater::restrict_libraries(); !restricted) return 9;
  return tocsin::updater::start(tocsin::start_program(count, words));
}
