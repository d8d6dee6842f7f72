// One field of trust.dat, read without libcrypto: the gate checks the file's owner, not its checksum.
#pragma once

#include <string_view>

#include "schema/core/instant.h"
#include "schema/core/result.h"

namespace tocsin::gate {

/// Checks magic and lengths. The programs that verify check the checksum, too.
/// Errors: malformed.
/// Source: schema/README.md, "trust.dat".
[[nodiscard]] Result<Instant> newest_issued_of(std::string_view trust_dat);

}  // namespace tocsin::gate
