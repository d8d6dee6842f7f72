// Where the payload lies in a patch, and scf.dat in the payload: bounds and magic, nothing signed yet.
// Step 4 of the order of proof. Callers bring the bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/core/result.h"
#include "schema/core/set_layout.h"
#include "schema/trust/document.h"

namespace tocsin {

/// Reads exactly `count` bytes from `offset` on. Never called for a range outside the file's size.
using ReadAt = std::function<Result<std::string>(std::uint64_t offset, std::size_t count)>;

/// Units: bytes, from the start of the file; each at most 32 bits wide, so that their sum cannot overflow.
struct CertificateTable {
  std::uint64_t begin = 0;
  std::uint64_t size = 0;  // not 0
};

/// The Authenticode certificate table that the header of a PE32+ file declares; nullopt for any other file.
/// The caller compares the table with the file's size.
///
/// Errors: those of `read`.
/// Source: PE format, "Optional Header Data Directories" (entry 4: a file offset, not an address).
[[nodiscard]] Result<std::optional<CertificateTable>> find_certificate_table(const ReadAt& read,
                                                                             std::uint64_t file_size);

inline constexpr std::size_t kTrailerBytes = 16;
inline constexpr std::size_t kPayloadHeadBytes = 12;

/// Units: bytes, from the start of the file.
struct PayloadPlace {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;  // head, scf.dat and blobs
  std::uint64_t end = 0;   // of the trailer: after it: an Authenticode table, or nothing
};

/// A payload itself (it begins with its magic), else a patch: by the trailer at the file's end, or before an
/// Authenticode certificate table that reaches the end of a PE32+ file. Errors: TRUNCATED MAGIC SIZE (above
/// kMostSetBytes and what frames it), and those of `read`.
[[nodiscard]] Result<PayloadPlace> find_payload(const ReadAt& read, std::uint64_t file_size);

/// What precedes the blobs. `scf` is exactly as long as the head says.
struct PayloadHead {
  std::string scf;
  std::uint64_t blobs_offset = 0;  // from the start of the file
  std::uint64_t blobs_size = 0;
};

/// Errors: TRUNCATED MAGIC SIZE (scf.dat not within 16..65,536 bytes).
[[nodiscard]] Result<PayloadHead> read_payload_head(const ReadAt& read, const PayloadPlace& place);

/// The files (Composition::payload_files) fill the blobs exactly. Errors: TRUNCATED, SLACK.
[[nodiscard]] Result<void> check_blobs(const std::vector<FileEntry>& files, std::uint64_t blobs_size);

}  // namespace tocsin
