// The framing of trust.dat, as far as the gate needs it.
#include "notifier/gate/newest_issued.h"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "schema/core/set_layout.h"

namespace tocsin {
namespace {

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char byte : bytes) {
    value = value << 8 | static_cast<unsigned char>(byte);
  }
  return value;
}

Failure malformed(std::string rule) {
  return fail(Code::malformed, "gate.trust_state", {}, std::move(rule));
}

}  // namespace

Result<Instant> newest_issued_of(std::string_view trust_dat) {
  if (trust_dat.size() < kTrustRootsAt + 1 + kTrustChecksumBytes) {
    return malformed("TRUNCATED");
  }
  if (!trust_dat.starts_with(kTrustMagic)) {
    return malformed("MAGIC");
  }
  if (big_endian(trust_dat.substr(kTrustMagic.size(), 4)) != trust_dat.size()) {
    return malformed("LENGTH");
  }
  constexpr std::size_t kProgramsAt = kTrustRecordsAt + kTrustIssuedAt;
  const std::uint64_t issued = std::max(big_endian(trust_dat.substr(kProgramsAt, 8)),
                                        big_endian(trust_dat.substr(kProgramsAt + kTrustRecordBytes, 8)));
  if (issued > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    return malformed("DATES");
  }
  return instant_at(static_cast<std::int64_t>(issued));
}

}  // namespace tocsin
