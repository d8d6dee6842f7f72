// Opens the folders, and reads back what this machine accepted before.
#include "updater/machine.h"

#include <utility>

#include "schema/trust/framing.h"
#include "schema/trust/release.h"
#include "updater/platform/live_pointer.h"

namespace tocsin::updater {
namespace {

Result<std::optional<GuardedFolder>> install_folder(const Places& places) {
  auto folder = GuardedFolder::open(places.root, seen_from_root(places, places.install_folder));
  if (!folder && folder.error().code == Code::not_found) return std::optional<GuardedFolder>();
  return std::optional(TRY(std::move(folder)));
}

Result<Machine> assemble(const Brand& brand, Places places, GuardedFolder state) {
  auto install = TRY(install_folder(places));
  return Machine{brand, std::move(places), std::move(state), std::move(install)};
}

}  // namespace

Result<Machine> Machine::prepare(const Brand& brand, const std::string& root) {
  Places places = known_places(brand, root);
  auto state = TRY(GuardedFolder::make(places.root, seen_from_root(places, places.machine_folder)));
  return assemble(brand, std::move(places), std::move(state));
}

Result<Machine> Machine::look(const Brand& brand, const std::string& root) {
  Places places = known_places(brand, root);
  auto state = TRY(GuardedFolder::open(places.root, seen_from_root(places, places.machine_folder)));
  return assemble(brand, std::move(places), std::move(state));
}

std::string seen_from_root(const Places& places, const std::string& place) {
  return place.substr(places.root.size());
}

// What was accepted before.
namespace {

/// Absence and damage (another kind or owner, which has a rule) are answers. An error of the disk, or a
/// denied read, is none: the run ends.
bool is_failure(const Error& error) {
  const bool is_withheld = error.code == Code::denied && error.rule.empty();
  return error.code == Code::io || error.code == Code::internal || is_withheld;
}

/// None where the answer is that there is nothing sound.
template <typename T>
Result<std::optional<T>> if_sound(Result<T> found) {
  if (found) return std::optional<T>(std::move(*found));
  if (is_failure(found.error())) return fail(std::move(found).error());
  return std::optional<T>();
}

Result<std::string> read_or_nothing(const GuardedFolder& folder, const char* name) {
  return TRY(if_sound(folder.read(name, kScfMostBytes))).value_or(std::string());
}

Result<std::optional<LiveSet>> find_live(const Machine& machine) {
  using None = std::optional<LiveSet>;
  if (!machine.install) return None();
  const auto pointer = TRY(if_sound(read_live_pointer(*machine.install)));
  const auto name = parse_set_name(pointer.value_or(std::string()));
  if (!name) return None();
  auto folder = TRY(if_sound(machine.install->folder(name->text)));
  if (!folder) return None();
  std::string scf = TRY(read_or_nothing(*folder, kScfName));
  return LiveSet{*name, std::move(*folder), std::move(scf)};
}

Result<TrustAnchor> anchor_of(const Brand& brand, std::string_view trust_dat, std::string_view live_scf) {
  const auto& root = brand.root_envelope;
  return strongest({reinterpret_cast<const char*>(root.data()), root.size()}, brand.floor_epoch,
                   brand.floor_serial, brand.product, trust_dat, live_scf);
}

/// The live set's own release: signatures and product right, dates not checked. Views into `memory`.
Result<AuthenticRelease> live_release(const Memory& memory, const Root& trusted, std::string_view product) {
  if (!memory.live) return fail(Code::not_found, "live_set", "no set is live");
  auto release = TRY(authenticate(memory.live->scf, trusted, product, std::nullopt));
  TRY(check_files(release.release.files));
  return release;
}

/// scf.dat has no digest of its own in the set; its bytes were authenticated as they were read.
bool has_right_scf(const LiveSet& live) {
  return live.folder.holds_file(kScfName, kReadableMode, live.scf.size());
}

}  // namespace

Result<Memory> recall(const Machine& machine) {
  std::string trust_dat = TRY(read_or_nothing(machine.state, kTrustName));
  auto live = TRY(find_live(machine));
  auto anchor =
      TRY(anchor_of(machine.brand, trust_dat, live ? std::string_view(live->scf) : std::string_view()));
  return Memory{std::move(trust_dat), std::move(live), std::move(anchor)};
}

Result<Memory> recall_nothing(const Brand& brand) {
  return Memory{{}, std::nullopt, TRY(anchor_of(brand, {}, {}))};
}

bool is_live_and_sound(const Memory& memory, const ProvenRelease& release) {
  const auto trusted = sound_root(release.root_envelope, release.product);
  if (!trusted) return false;
  const auto live = live_release(memory, *trusted, release.product);
  return live && sha256(live->envelope.payload) == release.payload_hash && has_right_scf(*memory.live) &&
         check_set_files(memory.live->folder, release.files).has_value();
}

bool is_newer_and_sound(const Memory& memory, std::string_view product, std::uint32_t epoch,
                        std::uint64_t serial) {
  const auto trusted = sound_root(memory.anchor.root_envelope, product);
  if (!trusted) return false;
  const auto live = live_release(memory, *trusted, product);
  return live && std::pair(live->release.epoch, live->release.serial) > std::pair(epoch, serial) &&
         has_right_scf(*memory.live) && check_set_files(memory.live->folder, live->release.files).has_value();
}

}  // namespace tocsin::updater
