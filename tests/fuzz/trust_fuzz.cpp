// trust.dat, as it is and with a checksum that fits: written again it says the same; the gate reads the same
// time; nothing in it lowers the anchor.
#include <algorithm>
#include <limits>

#include "notifier/gate/newest_issued.h"
#include "schema/core/instant.h"
#include "tests/fuzz/proven.h"
#include "tests/support/scf_builder.h"

namespace tocsin::fuzz {
namespace {

bool same(const Accepted& a, const Accepted& b) {
  return a.position == b.position && a.payload_hash == b.payload_hash && a.issued == b.issued;
}

void look_at(std::string_view bytes) {
  const TrustAnchor anchor = anchor_of(bytes);
  const auto state = parse_trust_state(bytes);
  if (!state) {
    expect(same(anchor.programs, {}) && same(anchor.notices, {}), "what is damaged counts for nothing");
    expect(anchor.newest_root == anchor.compiled_root, "and its roots for nothing");
    return;
  }
  expect(serialise_trust_state(*state) == bytes, "a state written again is the same bytes");
  expect(same(anchor.programs, raised({}, state->programs)), "the record of programs always counts");
  expect(same(anchor.notices, raised({}, state->notices)), "the record of notices always counts");
  const std::uint64_t latest = std::max(state->programs.issued, state->notices.issued);
  const auto gate = newest_issued_of(bytes);
  const bool is_instant = latest <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  expect(gate.has_value() == is_instant, "the gate reads the same files");
  if (newest_issued(*state) < *parse_instant("9999-12-31T23:59:59Z")) {
    expect(gate && *gate == newest_issued(*state), "the gate reads the same time");
  }
  if (anchor.newest_root != anchor.compiled_root) {
    expect(state->roots.front() == anchor.compiled_root, "roots count only from the compiled one on");
    expect(state->roots.back() == anchor.newest_root, "and then the newest is trusted");
  }
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
