// Opens the folders, and reads back what this machine accepted before.
#include "updater/machine.h"

#include <utility>

#include "updater/platform/live_pointer.h"
#include "updater/set.h"

namespace tocsin {
namespace {

Result<std::optional<GuardedFolder>> install_folder(const GuardedRoot& root, const Places& places) {
  auto folder = root.folder(seen_from_root(places, places.install_folder));
  if (!folder && folder.error().code == Code::not_found) return std::optional<GuardedFolder>();
  return std::optional(TRY(std::move(folder)));
}

Result<Machine> assemble(const Brand& brand, Places places, GuardedRoot root, GuardedFolder state) {
  auto install = TRY(install_folder(root, places));
  return Machine{brand, std::move(places), std::move(root), std::move(state), std::move(install)};
}

}  // namespace

Result<Machine> Machine::prepare(const Brand& brand, const std::string& root) {
  Places places = known_places(brand, root);
  auto opened = TRY(GuardedRoot::open(places.root));
  auto state = TRY(opened.make_folder(seen_from_root(places, places.machine_folder)));
  return assemble(brand, std::move(places), std::move(opened), std::move(state));
}

Result<Machine> Machine::look(const Brand& brand, const std::string& root) {
  Places places = known_places(brand, root);
  auto opened = TRY(GuardedRoot::open(places.root));
  auto state = TRY(opened.folder(seen_from_root(places, places.machine_folder)));
  return assemble(brand, std::move(places), std::move(opened), std::move(state));
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
  return strongest({reinterpret_cast<const char*>(root.data()), root.size()}, brand.product, trust_dat,
                   live_scf);
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
  if (!memory.live) return false;
  TrustAnchor reached = memory.anchor;
  reached.newest_root = release.roots.back();
  const auto trusted = trusted_roots(reached, release.product);
  if (!trusted) return false;
  const auto live = authenticate(memory.live->scf, *trusted, release.product, std::nullopt);
  if (!live || live->notices.payload_hash != release.notices.payload_hash ||
      live->programs.has_value() != release.programs.has_value() ||
      (live->programs && live->programs->payload_hash != release.programs->payload_hash)) {
    return false;
  }
  return has_right_scf(*memory.live) && check_set_files(memory.live->folder, release.files()).has_value();
}

}  // namespace tocsin
