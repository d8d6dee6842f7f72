// trust.dat, as it is and with a checksum that fits: written again it says the same; the gate reads the same
// time; nothing in it lowers the anchor.
#include <algorithm>

#include "notifier/gate/newest_issued.h"
#include "schema/core/instant.h"
#include "tests/fuzz/proven.h"
#include "tests/support/scf_builder.h"

namespace tocsin::fuzz {

using namespace gate;
namespace {

bool same(const TrustState& a, const TrustState& b) {
  return a.epoch == b.epoch && a.serial == b.serial && a.payload_hash == b.payload_hash &&
         a.newest_issued == b.newest_issued && a.root_envelope == b.root_envelope;
}

void look_at(std::string_view bytes) {
  const TrustAnchor anchor = anchor_of(bytes);
  const auto state = parse_trust_state(bytes);
  if (!state) {
    expect(anchor.epoch == 0 && anchor.serial == 0 && !anchor.newest_issued,
           "what is damaged counts for nothing");
    return;
  }
  const std::string written = serialise_trust_state(*state);
  const auto again = parse_trust_state(written);
  expect(again && same(*again, *state), "a state written and read is the same");
  const Instant last = *parse_instant("9999-12-31T23:59:59Z");
  if (state->newest_issued < last) {
    expect(written == bytes, "a state written again is the same bytes");
    const auto gate = newest_issued_of(bytes);
    expect(gate && *gate == state->newest_issued, "the gate reads the same time");
  }
  const bool counts = anchor.payload_hash.has_value();
  expect(counts || (anchor.epoch == 0 && anchor.serial == 0), "whole or not at all");
  expect(!counts || (anchor.epoch == state->epoch && anchor.serial == state->serial), "as it says");
}

/// The fields of the input under a good head and checksum.
std::string sealed(std::string_view fields) {
  std::string bytes = std::string("SCFTRU\x1A\x01", 8) + test::number(12 + fields.size() + 32, 4);
  bytes += fields;
  return bytes += as_view(sha256(bytes));
}

void run(std::string_view input) {
  look_at(input);
  static_cast<void>(newest_issued_of(input));
  constexpr std::size_t kHead = 12, kChecksum = 32;
  if (input.size() < kHead + kChecksum) return;
  look_at(sealed(input.substr(kHead, input.size() - kHead - kChecksum)));
}

const Registered kRegistered("trust", run);

}  // namespace
}  // namespace tocsin::fuzz
