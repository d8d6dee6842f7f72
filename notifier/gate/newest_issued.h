// One time of trust.dat, read without libcrypto: the gate checks the file's owner, not its checksum.
#pragma once

#include <string_view>

#include "schema/core/instant.h"
#include "schema/core/result.h"

namespace tocsin {

/// The later of the times that were recorded for programs and for notices, at their fixed places. Checks
/// magic and length. The programs that verify check the checksum and the roots, too.
/// Errors: malformed.
/// Source: schema/README.md, "trust.dat".
[[nodiscard]] Result<Instant> newest_issued_of(std::string_view trust_dat);

}  // namespace tocsin
