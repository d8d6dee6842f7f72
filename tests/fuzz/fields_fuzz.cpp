// The proof behind a signature check that lets everything pass (permissive_signature.cpp): order, dates,
// floors, files. What is accepted keeps every promise of ProvenRelease, and is not forgotten.
#include "schema/trust/composition.h"
#include "tests/fuzz/proven.h"

namespace tocsin::fuzz {
namespace {

void check_document(const ProvenDocument& document, const Accepted& accepted) {
  expect(document.position >= accepted.position, "no rollback");
  expect(!document.signed_by.empty(), "somebody signed");
}

void check_release(const ProvenRelease& release, const TrustAnchor& anchor) {
  expect(release.product == demand().product && release.platform == demand().platform, "meant for us");
  expect(release.programs.has_value(), "the vendor's channel has programs");
  check_document(*release.programs, anchor.programs);
  check_document(release.notices, anchor.notices);
  expect(release.programs->position >= release.programs_from, "the programs that the notices need");
  expect(release.expires > demand().start, "fresh");
  expect(release.expires > to_instant(release.notices.issued) || release.expires == to_instant(~0ull),
         "not expired by its own time");
  expect(check_together(release.files()).has_value(), "files are in order");
  for (const FileEntry& file : release.files()) {
    expect(file.name == demand().names.at(static_cast<std::size_t>(file.role) - 1), "the brand's names");
  }
  expect(release.file(FileRole::notifier) != nullptr && release.file(FileRole::catalog) != nullptr, "whole");
}

/// What the update patch would write, and what the next run makes of it.
void check_memory(std::string_view input, const ProvenRelease& release) {
  const TrustAnchor next = anchor_of(serialise_trust_state(state_after(anchor_of(), release)));
  expect(next.programs.position == release.programs->position, "programs are remembered");
  expect(next.notices.position == release.notices.position, "notices are remembered");
  expect(next.newest_root == release.roots.back(), "the newest root is remembered");
  expect(Proof::of(input, next, demand()).has_value(), "the same again is a repair");
  for (const auto member : {&TrustAnchor::programs, &TrustAnchor::notices}) {
    TrustAnchor other = next;
    (other.*member).payload_hash = Digest{};
    const auto equivocation = Proof::of(input, other, demand());
    expect(!equivocation && equivocation.error().rule == "EQUIVOCATION", "another payload of that number");
    constexpr Position kHighest{0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF};
    TrustAnchor newer = next;
    const bool is_newest = (newer.*member).position == kHighest;
    (newer.*member).position = kHighest;
    expect(is_newest || !Proof::of(input, newer, demand()), "an older one is refused");
  }
}

/// Offered to a machine that has it: nothing is higher, and the whole is composed again.
void check_choice(std::string_view input, const TrustAnchor& live) {
  const auto composed = compose(input, live_documents(input), live, demand());
  expect(composed.has_value() && composed->scf == input, "the live set offered again is itself");
  expect(!composed->is_higher() && !composed->is_older() && check_lead(*composed), "and nothing new");
}

void run(std::string_view input) {
  static const TrustAnchor kFresh = anchor_of();
  const TrustAnchor live = anchor_of({}, input);  // as the scf.dat of the live set: raises, or does nothing
  expect(!live.newest_root.empty(), "an anchor has a root");
  static const std::string kLive = source_file("tests/data/scf/scf.dat");
  static const TrustAnchor kCurrent = anchor_of({}, kLive);
  if (const auto composed = compose(input, live_documents(kLive), kCurrent, demand())) {
    check_release(composed->proof.release(), kCurrent);
    expect(Proof::of(composed->scf, kCurrent, demand()).has_value(), "what is composed is proven");
  }
  const auto proof = Proof::of(input, kFresh, demand());
  if (!proof) {
    expect(!proof.error().rule.empty(), "a refusal has a name");
    return;
  }
  check_release(proof->release(), kFresh);
  check_memory(input, proof->release());
  expect(live.programs.position == proof->release().programs->position &&
             live.notices.position == proof->release().notices.position,
         "what is accepted raises the anchor when it is live");
  check_choice(input, live);
}

const Registered kRegistered("fields", run);

}  // namespace
}  // namespace tocsin::fuzz
