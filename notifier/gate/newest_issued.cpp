// The framing of trust.dat, as far as the gate needs it.
#include "notifier/gate/newest_issued.h"

#include <cstdint>
#include <limits>

namespace tocsin::gate {
namespace {

constexpr std::string_view kMagic("SCFTRU\x1A\x01", 8);
constexpr std::size_t kLengthAt = 8;
constexpr std::size_t kIssuedAt = 8 + 4 + 4 + 8 + 32;
constexpr std::size_t kRootLengthAt = kIssuedAt + 8;
constexpr std::size_t kRootAt = kRootLengthAt + 4;
constexpr std::size_t kChecksumBytes = 32;

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
  if (trust_dat.size() < kRootAt + kChecksumBytes) {
    return malformed("TRUNCATED");
  }
  if (!trust_dat.starts_with(kMagic)) {
    return malformed("MAGIC");
  }
  if (big_endian(trust_dat.substr(kLengthAt, 4)) != trust_dat.size() ||
      big_endian(trust_dat.substr(kRootLengthAt, 4)) != trust_dat.size() - kRootAt - kChecksumBytes) {
    return malformed("LENGTH");
  }
  const std::uint64_t issued = big_endian(trust_dat.substr(kIssuedAt, 8));
  if (issued > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    return malformed("DATES");
  }
  return instant_at(static_cast<std::int64_t>(issued));
}

}  // namespace tocsin::gate
