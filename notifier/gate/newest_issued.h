// One field of trust.dat, read without libcrypto: the gate checks who owns the file, not its checksum,
// because it proves nothing. Layer: notifier/gate.
#pragma once

#include <string_view>

#include "schema/core/instant.h"
#include "schema/core/result.h"

namespace tocsin {

/// Checks magic and lengths; the checksum is the business of those who prove.
/// Errors: malformed.
/// Source: schema/README.md, "trust.dat".
[[nodiscard]] Result<Instant> newest_issued_of(std::string_view trust_dat);

}  // namespace tocsin
