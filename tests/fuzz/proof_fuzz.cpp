// The whole proof with the real signature check: nothing is accepted that the test keys have not signed.
#include <set>

#include "schema/trust/composition.h"
#include "schema/trust/framing.h"
#include "tests/fuzz/proven.h"

namespace tocsin::fuzz {
namespace {

using Payloads = std::set<std::string, std::less<>>;

void add_payloads(std::string_view scf, Payloads& into) {
  const auto sections = split_sections(scf);
  expect(sections.has_value(), "framing");
  for (const std::string_view root : sections->roots) into.emplace(split_envelope(root)->payload);
  if (sections->programs) into.emplace(split_envelope(*sections->programs)->payload);
  into.emplace(split_envelope(sections->notices)->payload);
}

/// Everything in the good vectors of this product: the only documents that were ever signed well.
const Payloads& signed_payloads() {
  static const Payloads kPayloads = [] {
    Payloads payloads;
    for (const char* name : {"scf", "good-programs-4-notices-6", "good-notices-only",
                             "good-notices-keys-rotated", "good-fastforward-v1", "bad-future"}) {
      add_payloads(source_file("tests/data/scf/" + std::string(name) + ".dat"), payloads);
    }
    return payloads;
  }();
  return kPayloads;
}

void check_signed(std::string_view scf) {
  Payloads found;
  add_payloads(scf, found);
  for (const std::string& payload : found) {
    expect(signed_payloads().contains(payload), "nothing is accepted that nobody signed");
  }
}

/// Offered to a machine on which the good vector is live.
void run(std::string_view input) {
  static const std::string kLive = source_file("tests/data/scf/scf.dat");
  static const TrustAnchor kFresh = anchor_of();
  static const TrustAnchor kCurrent = anchor_of({}, kLive);
  if (Proof::of(input, kFresh, demand())) check_signed(input);
  const auto composed = compose(input, live_documents(kLive), kCurrent, demand());
  if (!composed) return;
  check_signed(composed->scf);
  expect(Proof::of(composed->scf, kCurrent, demand()).has_value(), "what is composed is proven");
  if (!composed->is_higher()) static_cast<void>(check_lead(*composed));
}

const Registered kRegistered("proof", run);

}  // namespace
}  // namespace tocsin::fuzz
