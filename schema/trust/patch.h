// Where the payload lies in a patch, and scf.dat in the payload: bounds and magic, nothing signed yet.
// Layer: trust. Step 4 of the order of proof; knows no file, callers bring the bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/core/result.h"
#include "schema/trust/proof.h"

namespace tocsin {

inline constexpr std::string_view kPayloadMagic{"SCFPAY\x1A\x01", 8};
inline constexpr std::string_view kTrailerMagic{"SCFEND\x1A\x01", 8};
inline constexpr std::size_t kTrailerBytes = 16;
inline constexpr std::size_t kPayloadHeadBytes = 12;

/// Exactly `count` bytes from `offset` on; never asked for what lies outside the file's size.
using ReadAt = std::function<Result<std::string>(std::uint64_t offset, std::size_t count)>;

/// Units: bytes, from the start of the file.
struct PayloadPlace {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;  // head, scf.dat and blobs
  std::uint64_t end = 0;   // of the trailer: behind it lies an Authenticode table, or nothing
};

/// A payload itself (it begins with its magic), else a patch: by the trailer at the file's end, or before an
/// Authenticode certificate table that reaches the end of a PE32+ file. Errors: TRUNCATED MAGIC SIZE (above
/// kMostSetBytes and what frames it), and what `read` says.
[[nodiscard]] Result<PayloadPlace> find_payload(const ReadAt& read, std::uint64_t file_size);

/// What precedes the blobs. `scf` is exactly as long as the head says.
struct PayloadHead {
  std::string scf;
  std::uint64_t blobs_offset = 0;  // from the start of the file
  std::uint64_t blobs_size = 0;
};

/// Errors: TRUNCATED MAGIC SIZE (scf.dat not within 16..65,536 bytes).
[[nodiscard]] Result<PayloadHead> read_payload_head(const ReadAt& read, const PayloadPlace& place);

/// The files of a proven release fill the blobs exactly. Errors: TRUNCATED, SLACK.
[[nodiscard]] Result<void> check_blobs(const std::vector<FileEntry>& files, std::uint64_t blobs_size);

}  // namespace tocsin
