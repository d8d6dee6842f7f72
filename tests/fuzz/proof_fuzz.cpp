// The whole proof with the real signature check: nothing is accepted that the test keys have not signed.
#include <set>

#include "schema/trust/framing.h"
#include "tests/fuzz/proven.h"

namespace tocsin::fuzz {
namespace {

using Payloads = std::set<std::string, std::less<>>;

void add_payloads(std::string_view scf, Payloads& into) {
  const auto sections = split_sections(scf);
  expect(sections.has_value(), "framing");
  for (const std::string_view root : sections->roots) into.emplace(split_envelope(root)->payload);
  into.emplace(split_envelope(sections->release)->payload);
}

/// Everything in the two good vectors: the only words ever signed well.
const Payloads& signed_payloads() {
  static const Payloads kPayloads = [] {
    Payloads payloads;
    add_payloads(source_file("tests/data/scf/scf.dat"), payloads);
    add_payloads(source_file("tests/data/scf/good-three-roots.dat"), payloads);
    return payloads;
  }();
  return kPayloads;
}

void run(std::string_view input) {
  static const TrustAnchor kAnchor = anchor_of();
  if (!Proof::of(input, kAnchor, demand())) return;
  Payloads found;
  add_payloads(input, found);
  for (const std::string& payload : found) {
    expect(signed_payloads().contains(payload), "nothing is accepted that nobody signed");
  }
}

const Registered kRegistered("proof", run);

}  // namespace
}  // namespace tocsin::fuzz
