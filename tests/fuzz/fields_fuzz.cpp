// The proof behind a signature check that lets everything pass (permissive_signature.cpp): order, dates,
// floors, files. What is accepted keeps every promise of ProvenRelease, and is not forgotten.
#include <utility>

#include "schema/trust/release.h"
#include "tests/fuzz/proven.h"

namespace tocsin::fuzz {
namespace {

using Position = std::pair<std::uint32_t, std::uint64_t>;

TrustState state_after(const ProvenRelease& release) {
  return {release.epoch, release.serial, release.payload_hash, release.issued, release.root_envelope};
}

void check_release(const ProvenRelease& release, const TrustAnchor& anchor) {
  expect(release.product == demand().product && release.platform == demand().platform, "meant for us");
  expect(Position(release.epoch, release.serial) >= Position(anchor.epoch, anchor.serial), "no rollback");
  expect(release.issued <= release.expires && release.expires > demand().start, "fresh");
  expect(!release.signed_by.empty(), "somebody signed");
  expect(check_files(release.files).has_value(), "files are in order");
  for (const FileEntry& file : release.files) {
    expect(file.name.find_first_of("/\\:") == std::string::npos && !file.name.starts_with('.'),
           "plain names");
  }
}

/// What the update patch would write, and what the next run makes of it.
void check_memory(std::string_view input, const ProvenRelease& release) {
  const TrustAnchor next = anchor_of(serialise_trust_state(state_after(release)));
  expect(Position(next.epoch, next.serial) == Position(release.epoch, release.serial), "remembered");
  const auto again = Proof::of(input, next, demand());
  // Issued in the very second it expires: its own time is then the latest known.
  const bool is_momentary = release.issued == release.expires;
  expect(again.has_value() || (is_momentary && again.error().rule == "EXPIRED"),
         "the same again is a repair");
  TrustAnchor other = next;
  other.payload_hash = Digest{};
  const auto equivocation = Proof::of(input, other, demand());
  expect(!equivocation && equivocation.error().rule == "EQUIVOCATION", "another payload of that number");
  TrustAnchor newer = next;
  newer.epoch = 0xFFFFFFFF;
  newer.serial = 0xFFFFFFFFFFFFFFFF;
  const bool is_newest = Position(release.epoch, release.serial) == Position(newer.epoch, newer.serial);
  expect(is_newest || !Proof::of(input, newer, demand()), "an older one is refused");
}

void run(std::string_view input) {
  static const TrustAnchor kFresh = anchor_of();
  const TrustAnchor live = anchor_of({}, input);  // as the scf.dat of the live set: raises, or does nothing
  expect(!live.root_envelope.empty(), "an anchor has a root");
  const auto proof = Proof::of(input, kFresh, demand());
  if (!proof) {
    expect(!proof.error().rule.empty(), "a refusal has a name");
    return;
  }
  check_release(proof->release(), kFresh);
  check_memory(input, proof->release());
  expect(Position(live.epoch, live.serial) == Position(proof->release().epoch, proof->release().serial),
         "what is accepted raises the anchor when it is live");
}

const Registered kRegistered("fields", run);

}  // namespace
}  // namespace tocsin::fuzz
