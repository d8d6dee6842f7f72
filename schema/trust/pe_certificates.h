// Where the Authenticode certificates of a Windows program lie: what was appended before signing ends there.
// Layer: trust. Knows of a PE file only what leads to that table.
#pragma once

#include <cstdint>
#include <optional>

#include "schema/core/result.h"
#include "schema/trust/patch.h"

namespace tocsin {

/// Units: bytes, from the start of the file; each at most 32 bits wide, so that their sum cannot overflow.
struct CertificateTable {
  std::uint64_t begin = 0;
  std::uint64_t size = 0;  // not 0
};

/// What the header of a PE32+ file says of its certificate table; whether the file is that long is for the
/// caller to compare. Nothing for every other file, whatever is wrong with it.
///
/// Errors: what `read` says.
/// Source: PE format, "Optional Header Data Directories" (entry 4: a file offset, not an address).
[[nodiscard]] Result<std::optional<CertificateTable>> find_certificate_table(const ReadAt& read,
                                                                             std::uint64_t file_size);

}  // namespace tocsin
