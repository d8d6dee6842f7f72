// See installed_set.h.
#include "notifier/session/installed_set.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

#include "notifier/session/live_set.h"
#include "schema/format/limits.h"
#include "schema/platform/files.h"
#include "schema/platform/native_path.h"
#include "schema/trust/rejection.h"
#include "schema/trust/trust_state.h"

namespace tocsin {
namespace {

constexpr std::size_t kTrustDatBytes = limits::kScfBytes;

/// Who wrote these files does not matter: what they say is proven, or lowers nothing.
Result<std::string> read_in(const std::string& folder, const std::string& name, std::size_t cap) {
  const auto opened = Folder::open(folder, Ownership::ignored);
  if (!opened) return Failure(opened.error());
  return opened->read(name, cap);
}

Result<std::string> read_scf(const std::string& folder) {
  auto scf = read_in(folder, "scf.dat", limits::kScfBytes);
  if (!scf && scf.error().code == Code::too_large) return reject("SIZE", "scf.dat is too large");
  return scf;
}

bool is_same_folder(const std::string& a, const std::string& b) {
  std::error_code none;
  return std::filesystem::equivalent(native_path(a), native_path(b), none);
}

/// The live set's scf.dat, as far as it can raise the anchor: of this very set only when trust.dat does not
/// speak for it.
std::string live_scf(const Places& places, const std::string& folder, const std::string& scf,
                     bool has_state) {
  const auto live = live_folder(places);
  if (!live || is_same_folder(*live, folder)) return has_state ? std::string() : scf;
  return read_scf(*live).value_or(std::string());
}

/// 3. What this machine already knows.
Result<TrustAnchor> anchor_of(const Brand& brand, const Places& places, const std::string& folder,
                              const std::string& scf) {
  const std::string trust_dat =
      read_in(places.machine_folder, "trust.dat", kTrustDatBytes).value_or(std::string());
  const bool has_state = parse_trust_state(trust_dat).has_value();
  const std::string_view root(reinterpret_cast<const char*>(brand.root_envelope.data()),
                              brand.root_envelope.size());
  return strongest(root, brand.floor_epoch, brand.floor_serial, brand.product, trust_dat,
                   live_scf(places, folder, scf, has_state));
}

/// Of a higher epoch only its own times count.
std::optional<Instant> newest_issued(const TrustAnchor& anchor, const ProvenRelease& release) {
  if (!anchor.newest_issued || release.epoch > anchor.epoch) return release.issued;
  return std::max(*anchor.newest_issued, release.issued);
}

/// Reads one file of the set once, at most its signed size, and has it admitted.
Result<VerifiedBytes> admit(const Proof& proof, const std::string& folder, FileRole role) {
  const FileEntry* entry = proof.release().file(role);
  if (entry == nullptr) return reject("FILE_SET", "the release has no such file");
  auto bytes = read_in(folder, entry->name, static_cast<std::size_t>(entry->size));
  if (bytes) return proof.admit(role, std::move(*bytes));
  if (bytes.error().code == Code::too_large)
    return reject("FILE_HASH", entry->name + " is longer than signed");
  if (bytes.error().code == Code::io) return Failure(bytes.error());
  return reject("FILE_SET", describe(bytes.error()));
}

}  // namespace

Instant trusted_now(Instant clock, std::optional<Instant> newest_issued) {
  return newest_issued ? std::max(clock, *newest_issued) : clock;
}

Result<ProvenSet> prove_release(const Brand& brand, const Places& places, const std::string& folder,
                                Instant clock) {
  const auto scf = read_scf(folder);
  if (!scf) return Failure(scf.error());
  const auto anchor = anchor_of(brand, places, folder, *scf);
  if (!anchor) return Failure(anchor.error());
  auto proof = Proof::of(*scf, *anchor, {std::string(brand.product), std::string(brand.platform), clock});
  if (!proof) return Failure(proof.error());
  const Instant now = trusted_now(clock, newest_issued(*anchor, proof->release()));
  return ProvenSet{std::move(*proof), now};
}

Result<InstalledSet> prove_installed(const Brand& brand, const Places& places, const std::string& folder,
                                     Instant clock) {
  const auto set = prove_release(brand, places, folder, clock);
  if (!set) return Failure(set.error());
  auto config = admit(set->proof, folder, FileRole::config).and_then([&brand](VerifiedBytes bytes) {
    return parse_config(std::move(bytes), brand);
  });
  if (!config) return Failure(config.error());
  auto catalog = admit(set->proof, folder, FileRole::catalog).and_then([](VerifiedBytes bytes) {
    return parse_catalog(std::move(bytes), ReadMode::client);
  });
  if (!catalog) return Failure(catalog.error());
  return InstalledSet{folder, set->proof.release(), std::move(*config), std::move(*catalog)};
}

}  // namespace tocsin
