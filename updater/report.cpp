// What `status` and `verify` print, from what they find.
#include "updater/report.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "schema/core/position.h"
#include "schema/platform/log.h"
#include "schema/platform/machine_conf.h"
#include "schema/platform/policy.h"
#include "schema/trust/root.h"
#include "updater/install.h"
#include "updater/patch.h"
#include "updater/platform/triggers.h"
#include "updater/set.h"

namespace tocsin {
namespace {

/// Values may hold what an administrator or a signed file wrote. None may begin a line of its own.
void put(Report& report, std::string_view key, std::string_view value) {
  report.text.append(key).append("=").append(clean_line(value)).append("\n");
}

void put_problem(Report& report, std::string_view key, const Error& error) {
  put(report, key, error.rule.empty() ? std::string_view(describe(error)) : std::string_view(error.rule));
  if (!error.rule.empty()) put(report, std::string(key) + "-detail", describe(error));
  if (report.exit_code == 0) report.exit_code = exit_code(error.code);
}

/// The memory has a live set.
Result<Proof> prove_live(const Memory& memory, const Brand& brand, Instant now) {
  Proof proof = TRY(Proof::of(memory.live->scf, memory.anchor, demand_of(brand, now)));
  TRY(check_set_files(memory.live->folder, proof.release().files()));
  return proof;
}

/// That nothing is installed is an answer: exit code 3.
void put_nothing(Report& report, std::string_view key) {
  put(report, key, "none");
  if (report.exit_code == 0) report.exit_code = exit_code(Code::not_found);
}

void put_live(Report& report, const Memory& memory, const Brand& brand, Instant now) {
  if (!memory.live) return put_nothing(report, "live");
  put(report, "set", memory.live->folder.path());
  const auto proof = prove_live(memory, brand, now);
  if (!proof) return put_problem(report, "live", proof.error());
  const ProvenRelease& release = proof->release();
  put(report, "live", format_position(release.notices.position));
  put(report, "issued", format_instant(to_instant(release.notices.issued)));
  put(report, "expires", format_instant(release.expires));
  if (!release.programs) return;
  put(report, "programs", format_position(release.programs->position));
  put(report, "programs-issued", format_instant(to_instant(release.programs->issued)));
}

/// What was accepted of one role; `key` is the first word of each line.
void put_accepted(Report& report, const std::string& key, const Accepted& accepted) {
  put(report, key, format_position(accepted.position));
  if (accepted.issued != 0) put(report, key + "-issued", format_instant(to_instant(accepted.issued)));
}

void put_trust(Report& report, const Memory& memory, const Brand& brand) {
  const auto root = sound_root(memory.anchor.newest_root, brand.product);
  put_accepted(report, "accepted", memory.anchor.notices);
  if (!root || root->has_programs()) put_accepted(report, "accepted-programs", memory.anchor.programs);
  if (root) {
    put(report, "root", std::to_string(root->version));
    put(report, "root-expires", format_instant(to_instant(root->expires)));
  }
  put(report, "trust.dat",
      memory.trust_dat.empty()              ? "missing"
      : parse_trust_state(memory.trust_dat) ? "sound"
                                            : "damaged");
}

void put_audience(Report& report, const Machine& machine) {
  const auto conf = machine.state.read(kMachineConfName, kMachineConfBytes).and_then(parse_machine_conf);
  put(report, "group", machine.brand.group);
  if (!conf) return put_problem(report, "group-id", conf.error());
  put(report, "group-id", conf->group.empty() ? "MISSING: nobody will see a notice" : conf->group);
}

using Trigger = TriggerStatus;

std::string_view summary_of(const std::vector<Trigger>& triggers) {
  const auto is_missing = [](const Trigger& trigger) { return trigger.state == Trigger::missing; };
  const auto is_due = [](const Trigger& trigger) {
    return trigger.state == Trigger::missing || trigger.state == Trigger::faulty;
  };
  if (std::ranges::all_of(triggers, is_missing)) return "none";
  if (std::ranges::any_of(triggers, is_due)) return "not right; another run mends them";
  return std::ranges::any_of(triggers, stays_as_it_is) ? "as somebody else left them" : "right";
}

std::string_view key_of(Trigger::State state) {
  switch (state) {
    case Trigger::removed:
      return "trigger-removed";
    case Trigger::disabled:
      return "trigger-disabled";
    case Trigger::foreign:
      return "trigger-foreign";
    default:
      return "trigger";
  }
}

void put_triggers(Report& report, const Machine& machine) {
  const auto triggers = look_at_triggers({machine.root, machine.state, machine.brand});
  const std::string_view summary = summary_of(triggers);
  put(report, "triggers", summary);
  for (const Trigger& trigger : triggers) {
    if (trigger.state == Trigger::right || summary == "none") continue;
    put(report, key_of(trigger.state), trigger.name + (trigger.reason.empty() ? "" : ": " + trigger.reason));
  }
  put(report, "disabled", read_machine_policy(machine.places).disable ? "yes" : "no");
}

/// What keeps an installation from working although every file is right.
void put_machine(Report& report, const Machine& machine) {
  if (!machine.install || !machine.root.is_this_machine() || machine.install->can_run_programs()) return;
  put(report, "folder",
      "NOEXEC: " + machine.install->path() + " is mounted so that no program can be started");
  if (report.exit_code == 0) report.exit_code = exit_code(Code::io);
}

/// Proves the payload with each of its files, against what is live.
Result<Composition> prove_payload(const Patch& patch, const Memory& memory, const Brand& brand, Instant now) {
  Composition composition = TRY(compose_patch(patch, memory.documents(), memory.anchor, brand, now));
  for (const FileEntry& file : composition.payload_files) {
    TRY(copy_file(patch, composition.payload_files, file.role,
                  [](std::string_view) { return Result<void>(); }));
  }
  return composition;
}

/// What would be live, or what the payload holds where that is older.
std::string verdict_of(InstallEnd end, const Composition& composition) {
  const bool is_older = end == InstallEnd::newer_is_live;
  const auto position = [&](const Choice& choice) -> std::optional<Position> {
    return is_older ? choice.offered : choice.chosen;
  };
  std::string text = is_older ? "OLDER" : "ACCEPT";
  if (const auto notices = position(composition.notices)) text += " notices " + format_position(*notices);
  const auto programs = composition.programs ? position(*composition.programs) : std::nullopt;
  if (programs) text += " programs " + format_position(*programs);
  return text;
}

/// A program without a payload is in order, unless one was named.
void put_payload(Report& report, const Arguments& arguments, const Memory& memory, const Brand& brand,
                 Instant now) {
  const auto patch = open_patch(arguments.payload);
  if (!patch && patch.error().code == Code::not_found && arguments.payload.empty())
    return put(report, "payload", "none");
  if (!patch) return put_problem(report, "payload", patch.error());
  const auto composition = prove_payload(*patch, memory, brand, now);
  if (!composition) return put_problem(report, "payload", composition.error());
  const auto end = end_of(memory, *composition);
  if (!end) return put_problem(report, "payload", end.error());
  put(report, "payload", verdict_of(*end, *composition));
  if (*end == InstallEnd::newer_is_live && report.exit_code == 0) report.exit_code = kNewerIsLive;
}

/// Where nothing was installed, the compiled root is what a payload is judged by.
Result<Memory> memory_of(const Result<Machine>& machine, const Brand& brand) {
  if (machine) return recall(*machine);
  return machine.error().code == Code::not_found ? recall_nothing(brand) : fail(machine.error());
}

void put_head(Report& report, const Brand& brand) {
  put(report, "product", brand.product);
  if (brand.test_keys) put(report, "keys", "TEST_KEYS: published, for tests only");
}

}  // namespace

Report status_report(const Brand& brand, const std::string& root, Instant now) {
  Report report;
  put_head(report, brand);
  const auto machine = Machine::look(brand, root);
  const auto memory = memory_of(machine, brand);
  if (!memory) return put_problem(report, "state", memory.error()), report;
  put_live(report, *memory, brand, now);
  put_trust(report, *memory, brand);
  if (machine) put_audience(report, *machine);
  if (machine) put_machine(report, *machine);
  if (machine) return put_triggers(report, *machine), report;
  put(report, "triggers", "none");
  return report;
}

Report verify_report(const Brand& brand, const Arguments& arguments, Instant now) {
  Report report;
  put_head(report, brand);
  const auto machine = Machine::look(brand, arguments.root);
  const auto memory = memory_of(machine, brand);
  if (!memory) return put_problem(report, "state", memory.error()), report;
  put_payload(report, arguments, *memory, brand, now);
  if (machine) put_live(report, *memory, brand, now);
  return report;
}

}  // namespace tocsin
