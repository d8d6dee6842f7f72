// The places in a patch. Every number from the file is compared with the bytes left before it is used.
#include "schema/trust/patch.h"

#include <string>
#include <string_view>
#include <utility>

#include "schema/trust/framing.h"
#include "schema/trust/rejection.h"

namespace tocsin {
namespace {

constexpr std::size_t kDosHeaderBytes = 64;
constexpr std::size_t kPeHeaderAt = 60;
constexpr std::size_t kOptionalHeader = 24;  // after the signature and the COFF header
constexpr std::size_t kOptionalHeaderSize = 20;
constexpr std::size_t kDirectoryCount = kOptionalHeader + 108;
constexpr std::size_t kSecurityDirectory = 4;
constexpr std::size_t kSecurityEntry = kOptionalHeader + 112 + kSecurityDirectory * 8;
constexpr std::size_t kHeaderBytes = kSecurityEntry + 8;
constexpr std::uint64_t kPe32Plus = 0x20b;

/// Reads a little-endian number. `at + width` must lie within `bytes`; both are constants at every call.
std::uint64_t little(std::string_view bytes, std::size_t at, std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = width; i > 0; --i) value = value << 8 | static_cast<unsigned char>(bytes[at + i - 1]);
  return value;
}

/// Whether the header is long enough to hold the entry of the certificates, and declares that length.
bool has_security_entry(std::string_view header) {
  return header.starts_with(std::string_view("PE\0\0", 4)) &&
         little(header, kOptionalHeader, 2) == kPe32Plus &&
         little(header, kOptionalHeaderSize, 2) >= kHeaderBytes - kOptionalHeader &&
         little(header, kDirectoryCount, 4) > kSecurityDirectory;
}

}  // namespace

Result<std::optional<CertificateTable>> find_certificate_table(const ReadAt& read, std::uint64_t file_size) {
  if (file_size < kDosHeaderBytes) return std::nullopt;
  const std::string dos = TRY(read(0, kDosHeaderBytes));
  if (dos.size() != kDosHeaderBytes || !dos.starts_with("MZ")) return std::nullopt;
  const std::uint64_t header_at = little(dos, kPeHeaderAt, 4);
  if (header_at > file_size || file_size - header_at < kHeaderBytes) return std::nullopt;
  const std::string header = TRY(read(header_at, kHeaderBytes));
  if (header.size() != kHeaderBytes || !has_security_entry(header)) return std::nullopt;
  const CertificateTable table{little(header, kSecurityEntry, 4), little(header, kSecurityEntry + 4, 4)};
  if (table.size == 0) return std::nullopt;
  return table;
}

namespace {

constexpr std::uint64_t kMostPayloadFileBytes = kMostSetBytes + kPayloadHeadBytes + kScfMostBytes;

/// Fails when fewer bytes came than were asked for: the file may shrink between two reads.
Result<std::string> read_exactly(const ReadAt& read, std::uint64_t offset, std::size_t count) {
  auto bytes = read(offset, count);
  if (bytes && bytes->size() != count) return reject("TRUNCATED", "the file became shorter");
  return bytes;
}

Result<bool> begins_with_payload(const ReadAt& read, std::uint64_t file_size) {
  if (file_size < kPayloadMagic.size()) return false;
  const std::string magic = TRY(read_exactly(read, 0, kPayloadMagic.size()));
  return magic == kPayloadMagic;
}

/// Where the trailer ends. A certificate table that does not reach the end of the file is not a signature
/// of this file, and is ignored.
Result<std::uint64_t> end_of_patch(const ReadAt& read, std::uint64_t file_size) {
  const auto table = TRY(find_certificate_table(read, file_size));
  const bool reaches_end = table && table->begin + table->size == file_size;
  return reaches_end ? table->begin : file_size;
}

Result<PayloadPlace> find_by_trailer(const ReadAt& read, std::uint64_t file_size) {
  const std::uint64_t end = TRY(end_of_patch(read, file_size));
  if (end < kTrailerBytes) return reject("TRUNCATED", "no room for a trailer");
  const std::uint64_t trailer_at = end - kTrailerBytes;
  const std::string trailer = TRY(read_exactly(read, trailer_at, kTrailerBytes));
  ByteReader in(trailer);
  const std::uint64_t offset = in.u64();
  if (in.take(kTrailerMagic.size()) != kTrailerMagic) return reject("MAGIC", "no trailer of a patch");
  if (offset > trailer_at) return reject("TRUNCATED", "the trailer points behind itself");
  return PayloadPlace{offset, trailer_at - offset, end};
}

}  // namespace

Result<PayloadPlace> find_payload(const ReadAt& read, std::uint64_t file_size) {
  const bool is_payload_alone = TRY(begins_with_payload(read, file_size));
  PayloadPlace place{0, file_size, file_size};
  if (!is_payload_alone) place = TRY(find_by_trailer(read, file_size));
  if (place.size > kMostPayloadFileBytes) return reject("SIZE", "a payload larger than any set");
  return place;
}

Result<PayloadHead> read_payload_head(const ReadAt& read, const PayloadPlace& place) {
  if (place.size < kPayloadHeadBytes) return reject("TRUNCATED", "the payload ends within its head");
  const std::string head = TRY(read_exactly(read, place.offset, kPayloadHeadBytes));
  ByteReader in(head);
  if (in.take(kPayloadMagic.size()) != kPayloadMagic) return reject("MAGIC", "not a payload");
  const std::uint32_t scf_bytes = in.u32();
  if (scf_bytes < kScfLeastBytes || scf_bytes > kScfMostBytes) {
    return reject("SIZE", "scf.dat of 16 to 65536 bytes");
  }
  if (scf_bytes > place.size - kPayloadHeadBytes)
    return reject("TRUNCATED", "the payload ends within scf.dat");
  std::string scf = TRY(read_exactly(read, place.offset + kPayloadHeadBytes, scf_bytes));
  const std::uint64_t framed = kPayloadHeadBytes + scf_bytes;
  return PayloadHead{std::move(scf), place.offset + framed, place.size - framed};
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
