// What `status` and `verify` print, from what they find.
#include "updater/report.h"

#include <string_view>

#include "schema/platform/machine_conf.h"
#include "schema/platform/policy.h"
#include "schema/trust/release.h"
#include "updater/patch.h"
#include "updater/platform/triggers.h"
#include "updater/set.h"

namespace tocsin::updater {
namespace {

/// Values may hold what an administrator or a signed file wrote. None may begin a line of its own.
void put(Report& report, std::string_view key, std::string_view value) {
  report.text.append(key).append("=");
  for (const char c : value) report.text += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
  report.text += '\n';
}

void put_problem(Report& report, std::string_view key, const Error& error) {
  put(report, key, error.rule.empty() ? std::string_view(describe(error)) : std::string_view(error.rule));
  if (!error.rule.empty()) put(report, std::string(key) + "-detail", describe(error));
  if (report.exit_code == 0) report.exit_code = exit_code(error.code);
}

ProofDemand demand_of(const Brand& brand, Instant now) {
  return {std::string(brand.product), std::string(brand.platform), now};
}

std::string number_of(std::uint32_t epoch, std::uint64_t serial) {
  return std::to_string(epoch) + '.' + std::to_string(serial);
}

Result<Proof> prove_live(const Memory& memory, const Brand& brand, Instant now) {
  if (!memory.live) return fail(Code::not_found, "live_set", "no set is live");
  Proof proof = TRY(Proof::of(memory.live->scf, memory.anchor, demand_of(brand, now)));
  TRY(check_set_files(memory.live->folder, proof.release().files));
  return proof;
}

void put_live(Report& report, const Memory& memory, const Brand& brand, Instant now) {
  if (memory.live) put(report, "set", memory.live->folder.path());
  const auto proof = prove_live(memory, brand, now);
  if (!proof) return put_problem(report, "live", proof.error());
  const ProvenRelease& release = proof->release();
  put(report, "live", number_of(release.epoch, release.serial));
  put(report, "issued", format_instant(release.issued));
  put(report, "expires", format_instant(release.expires));
}

void put_trust(Report& report, const Memory& memory, const Brand& brand) {
  put(report, "accepted", number_of(memory.anchor.epoch, memory.anchor.serial));
  if (memory.anchor.newest_issued) put(report, "newest-issued", format_instant(*memory.anchor.newest_issued));
  if (const auto root = sound_root(memory.anchor.root_envelope, brand.product)) {
    put(report, "root", std::to_string(root->version));
    put(report, "root-expires", format_instant(to_instant(root->expires)));
  }
  put(report, "trust.dat",
      memory.trust_dat.empty()              ? "missing"
      : parse_trust_state(memory.trust_dat) ? "sound"
                                            : "damaged");
}

void put_audience(Report& report, const Machine& machine) {
  const auto conf = machine.state.read(kConfName, kMachineConfBytes).and_then(parse_machine_conf);
  put(report, "group", machine.brand.group);
  if (!conf) return put_problem(report, "group-id", conf.error());
  put(report, "group-id", conf->group.empty() ? "MISSING: nobody will see a notice" : conf->group);
}

void put_triggers(Report& report, const Machine& machine) {
  const auto faulty = faulty_triggers(machine.places.root, machine.brand);
  put(report, "triggers", faulty.empty() ? "right" : "not right; another run mends them");
  for (const std::string& name : faulty) put(report, "trigger", name);
  put(report, "disabled", read_machine_policy(machine.places).disable ? "yes" : "no");
}

/// Proves the payload with each of its files.
Result<Proof> prove_payload(const Patch& patch, const TrustAnchor& anchor, const Brand& brand, Instant now) {
  Proof proof = TRY(prove_patch(patch, anchor, demand_of(brand, now)));
  for (const FileEntry& file : proof.release().files)
    TRY(copy_file(patch, proof.release(), file.role, [](std::string_view) { return Result<void>(); }));
  return proof;
}

/// A program without a payload is in order, unless one was named.
void put_payload(Report& report, const Arguments& arguments, const Memory& memory, const Brand& brand,
                 Instant now) {
  const auto patch = open_patch(arguments.payload);
  if (!patch && patch.error().code == Code::not_found && arguments.payload.empty())
    return put(report, "payload", "none");
  if (!patch) return put_problem(report, "payload", patch.error());
  const auto proof = prove_payload(*patch, memory.anchor, brand, now);
  if (!proof) return put_problem(report, "payload", proof.error());
  put(report, "payload", "ACCEPT " + number_of(proof->release().epoch, proof->release().serial));
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
  if (machine) put_triggers(report, *machine);
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

}  // namespace tocsin::updater
