#include "notifier/session/installed_set.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

#include "schema/core/set_layout.h"
#include "schema/platform/files.h"
#include "schema/platform/native_path.h"
#include "schema/trust/rejection.h"
#include "schema/trust/trust_state.h"

namespace tocsin {
namespace {

/// Ownership is ignored: what these files say is proven, or can only raise the trust anchor.
Result<std::string> read_in(const std::string& folder, const std::string& name, std::size_t cap) {
  return TRY(Folder::open(folder, Ownership::ignored)).read(name, cap);
}

Result<std::string> read_scf(const std::string& folder) {
  auto scf = read_in(folder, kScfName, kScfMostBytes);
  if (!scf && scf.error().code == Code::too_large) return reject("SIZE", "scf.dat is too large");
  return scf;
}

bool is_same_folder(const std::string& a, const std::string& b) {
  std::error_code none;
  return std::filesystem::equivalent(native_path(a), native_path(b), none);
}

/// The live set's scf.dat, which can raise the anchor. If this set is the live one, its own scf.dat counts
/// only without a trust.dat.
std::string live_scf(const Places& places, const std::string& folder, const std::string& scf,
                     bool has_state) {
  const auto live = live_folder(places);
  if (!live || is_same_folder(*live, folder)) return has_state ? std::string() : scf;
  return read_scf(*live).value_or(std::string());
}

/// Step 3: what this machine already trusts.
Result<TrustAnchor> anchor_of(const Brand& brand, const Places& places, const std::string& folder,
                              const std::string& scf) {
  const std::string trust_dat =
      read_in(places.machine_folder, kTrustName, kTrustMostBytes).value_or(std::string());
  const bool has_state = parse_trust_state(trust_dat).has_value();
  const std::string_view root(reinterpret_cast<const char*>(brand.root_envelope.data()),
                              brand.root_envelope.size());
  return strongest(root, brand.product, trust_dat, live_scf(places, folder, scf, has_state));
}

/// Reads one file of the set once, at most its signed size, and checks its hash.
Result<VerifiedBytes> admit(const ProvenSet& set, FileRole role) {
  const FileEntry* entry = set.proof.release().file(role);
  if (entry == nullptr) return reject("FILE_SET", "the release has no such file");
  auto bytes = read_in(set.folder, entry->name, static_cast<std::size_t>(entry->size));
  if (bytes) return set.proof.admit(role, std::move(*bytes));
  if (bytes.error().code == Code::too_large)
    return reject("FILE_HASH", entry->name + " is longer than signed");
  if (bytes.error().code == Code::io) return fail(bytes.error());
  return reject("FILE_SET", describe(bytes.error()));
}

}  // namespace

Instant trusted_now(Instant clock, Instant newest_issued) {
  return std::max(clock, newest_issued);
}

Result<ProvenSet> prove_release(const Brand& brand, const Places& places, const std::string& folder,
                                Instant clock) {
  const std::string scf = TRY(read_scf(folder));
  const TrustAnchor anchor = TRY(anchor_of(brand, places, folder, scf));
  Proof proof = TRY(Proof::of(scf, anchor, demand_of(brand, clock)));
  const Instant newest = newest_issued(state_after(anchor, proof.release()));
  return ProvenSet{folder, std::move(proof), newest};
}

Result<InstalledSet> read_set(const Brand& brand, const ProvenSet& proven) {
  VerifiedBytes config_file = TRY(admit(proven, FileRole::config));
  Config config = TRY(parse_config(std::move(config_file), brand));
  VerifiedBytes catalog_file = TRY(admit(proven, FileRole::catalog));
  Catalog catalog = TRY(parse_catalog(std::move(catalog_file), ReadMode::client));
  return InstalledSet{proven.folder, proven.proof.release(), proven.newest_issued, std::move(config),
                      std::move(catalog)};
}

Result<InstalledSet> prove_installed(const Brand& brand, const Places& places, const std::string& folder,
                                     Instant clock) {
  return read_set(brand, TRY(prove_release(brand, places, folder, clock)));
}

}  // namespace tocsin
