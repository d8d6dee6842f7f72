// See recall.h.
#include "updater/recall.h"

#include <utility>

#include "schema/trust/framing.h"
#include "updater/platform/live_pointer.h"

namespace tocsin {
namespace {

/// Absence and damage (another kind or owner: a rule) are answers; a machine that fails, or does not let us
/// look, has given none.
bool is_failure(const Error& error) {
  const bool is_withheld = error.code == Code::denied && error.rule.empty();
  return error.code == Code::io || error.code == Code::internal || is_withheld;
}

Result<std::string> read_or_nothing(const GuardedFolder& folder, const char* name) {
  auto bytes = folder.read(name, kScfMostBytes);
  if (bytes || is_failure(bytes.error())) return bytes;
  return std::string();
}

Result<std::optional<LiveSet>> find_live(const Machine& machine) {
  using None = std::optional<LiveSet>;
  if (!machine.install) return None();
  const auto pointer = read_live_pointer(*machine.install);
  if (!pointer) return is_failure(pointer.error()) ? Failure(pointer.error()) : Result<None>(None());
  const auto name = parse_set_name(*pointer);
  if (!name) return None();
  auto folder = machine.install->folder(name->text);
  if (!folder) return is_failure(folder.error()) ? Failure(folder.error()) : Result<None>(None());
  auto scf = read_or_nothing(*folder, kScfName);
  if (!scf) return Failure(scf.error());
  return LiveSet{*name, std::move(*folder), std::move(*scf)};
}

}  // namespace

Result<Memory> recall(const Machine& machine) {
  auto trust_dat = read_or_nothing(machine.state, kTrustName);
  if (!trust_dat) return Failure(trust_dat.error());
  auto live = find_live(machine);
  if (!live) return Failure(std::move(live).error());
  const auto& root = machine.brand.root_envelope;
  auto anchor = strongest({reinterpret_cast<const char*>(root.data()), root.size()},
                          machine.brand.floor_epoch, machine.brand.floor_serial, machine.brand.product,
                          *trust_dat, *live ? std::string_view((*live)->scf) : std::string_view());
  if (!anchor) return Failure(anchor.error());
  return Memory{std::move(*trust_dat), std::move(*live), std::move(*anchor)};
}

}  // namespace tocsin
