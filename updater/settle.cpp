// See settle.h.
#include "updater/settle.h"

#include <algorithm>
#include <utility>

#include "schema/platform/machine_conf.h"
#include "updater/platform/audience.h"
#include "updater/platform/process.h"

namespace tocsin {
namespace {

constexpr std::size_t kSecretBytes = 32;

Instant newest_issued(const TrustAnchor& anchor, const ProvenRelease& release) {
  if (!anchor.newest_issued || release.epoch > anchor.epoch) return release.issued;
  return std::max(*anchor.newest_issued, release.issued);
}

/// What is there; a new secret where it is missing or damaged.
Result<MachineConf> conf_of(const Machine& machine) {
  const auto text = machine.state.read(kConfName, kMachineConfBytes);
  if (!text && text.error().code == Code::io) return Failure(text.error());
  if (text) {
    if (auto conf = parse_machine_conf(*text)) return conf;
  }
  auto secret = random_bytes(kSecretBytes);
  if (!secret) return Failure(secret.error());
  return MachineConf{std::move(*secret), {}};
}

/// Whoever was given no access to them would hear nothing of a notice.
Result<void> open_folders(const Machine& machine, std::vector<std::string>& mended) {
  for (const GuardedFolder* folder : {&machine.state, &*machine.install}) {
    const auto changed = folder->ensure_mode();
    if (!changed) return Failure(changed.error());
    if (*changed) mended.push_back(folder->path());
  }
  return {};
}

Audience audience_of(const Machine& machine, const std::string& before) {
  const std::string name(machine.brand.group);
  auto group = resolve_group(machine.places.root, name);
  if (!group) return {before, "group " + name + " could not be asked for: " + describe(group.error())};
  if (group->empty()) return {{}, "group " + name + " does not exist: nobody will see a notice"};
  return {std::move(*group), {}};
}

}  // namespace

Result<bool> remember(const Machine& machine, const Memory& memory, const ProvenRelease& release) {
  const std::string bytes =
      serialise_trust_state({release.epoch, release.serial, release.payload_hash,
                             newest_issued(memory.anchor, release), release.root_envelope});
  return machine.state.ensure(kTrustName, bytes, kReadableMode);
}

Result<Settled> settle(const Machine& machine) {
  auto conf = conf_of(machine);
  if (!conf) return Failure(conf.error());
  Settled settled;
  settled.audience = audience_of(machine, conf->group);
  conf->group = settled.audience.group;
  const auto written = machine.state.ensure(kConfName, serialise_machine_conf(*conf), kReadableMode);
  if (!written) return Failure(written.error());
  if (*written) settled.mended.emplace_back(kConfName);
  const auto handled = ensure_handled_folder(machine.state, kHandledName, conf->group);
  if (!handled) return Failure(handled.error());
  if (*handled) settled.mended.emplace_back(kHandledName);
  if (const auto open = open_folders(machine, settled.mended); !open) return Failure(open.error());
  return settled;
}

}  // namespace tocsin
