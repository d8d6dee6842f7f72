// See patch.h. No number of the file is used before it was compared with what is left of the file.
#include "schema/trust/patch.h"

#include <utility>

#include "schema/trust/byte_reader.h"
#include "schema/trust/framing.h"
#include "schema/trust/pe_certificates.h"
#include "schema/trust/rejection.h"
#include "schema/trust/release.h"

namespace tocsin {
namespace {

constexpr std::uint64_t kMostPayloadFileBytes = kMostSetBytes + kPayloadHeadBytes + kScfMostBytes;

/// A file may shrink between two reads: fewer bytes than asked for are none.
Result<std::string> read_exactly(const ReadAt& read, std::uint64_t offset, std::size_t count) {
  auto bytes = read(offset, count);
  if (bytes && bytes->size() != count) return reject("TRUNCATED", "the file became shorter");
  return bytes;
}

Result<bool> begins_with_payload(const ReadAt& read, std::uint64_t file_size) {
  if (file_size < kPayloadMagic.size()) return false;
  const auto magic = read_exactly(read, 0, kPayloadMagic.size());
  if (!magic) return Failure(magic.error());
  return *magic == kPayloadMagic;
}

/// Where the trailer ends: a table that does not reach the file's end was not made by signing this file.
Result<std::uint64_t> end_of_patch(const ReadAt& read, std::uint64_t file_size) {
  const auto table = find_certificate_table(read, file_size);
  if (!table) return Failure(table.error());
  const bool reaches_end = *table && (*table)->begin + (*table)->size == file_size;
  return reaches_end ? (*table)->begin : file_size;
}

Result<PayloadPlace> find_by_trailer(const ReadAt& read, std::uint64_t file_size) {
  const auto end = end_of_patch(read, file_size);
  if (!end) return Failure(end.error());
  if (*end < kTrailerBytes) return reject("TRUNCATED", "no room for a trailer");
  const std::uint64_t trailer_at = *end - kTrailerBytes;
  const auto trailer = read_exactly(read, trailer_at, kTrailerBytes);
  if (!trailer) return Failure(trailer.error());
  ByteReader in(*trailer);
  const std::uint64_t offset = in.u64();
  if (in.take(kTrailerMagic.size()) != kTrailerMagic) return reject("MAGIC", "no trailer of a patch");
  if (offset > trailer_at) return reject("TRUNCATED", "the trailer points behind itself");
  return PayloadPlace{offset, trailer_at - offset, *end};
}

}  // namespace

Result<PayloadPlace> find_payload(const ReadAt& read, std::uint64_t file_size) {
  const auto alone = begins_with_payload(read, file_size);
  if (!alone) return Failure(alone.error());
  auto place =
      *alone ? Result<PayloadPlace>(PayloadPlace{0, file_size, file_size}) : find_by_trailer(read, file_size);
  if (place && place->size > kMostPayloadFileBytes) return reject("SIZE", "a payload larger than any set");
  return place;
}

Result<PayloadHead> read_payload_head(const ReadAt& read, const PayloadPlace& place) {
  if (place.size < kPayloadHeadBytes) return reject("TRUNCATED", "the payload ends within its head");
  const auto head = read_exactly(read, place.offset, kPayloadHeadBytes);
  if (!head) return Failure(head.error());
  ByteReader in(*head);
  if (in.take(kPayloadMagic.size()) != kPayloadMagic) return reject("MAGIC", "not a payload");
  const std::uint32_t scf_bytes = in.u32();
  if (scf_bytes < kScfLeastBytes || scf_bytes > kScfMostBytes) {
    return reject("SIZE", "scf.dat of 16 to 65536 bytes");
  }
  if (scf_bytes > place.size - kPayloadHeadBytes)
    return reject("TRUNCATED", "the payload ends within scf.dat");
  auto scf = read_exactly(read, place.offset + kPayloadHeadBytes, scf_bytes);
  if (!scf) return Failure(scf.error());
  const std::uint64_t framed = kPayloadHeadBytes + scf_bytes;
  return PayloadHead{std::move(*scf), place.offset + framed, place.size - framed};
}

Result<void> check_blobs(const std::vector<FileEntry>& files, std::uint64_t blobs_size) {
  std::uint64_t left = blobs_size;
  for (const FileEntry& file : files) {
    if (file.size > left) return reject("TRUNCATED", "the payload ends within a file of the set");
    left -= file.size;
  }
  if (left > 0) return reject("SLACK", "the payload goes on after its last file");
  return {};
}

}  // namespace tocsin
