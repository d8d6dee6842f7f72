// Finds the payload in an executable patch: by the trailer at its end, or before its Authenticode table. See
// draft_file.h.
#include <algorithm>
#include <optional>

#include "packaging/kit/draft_file.h"
#include "schema/trust/byte_reader.h"
#include "schema/trust/rejection.h"

namespace tocsin {
namespace {

constexpr std::size_t kTrailerBytes = 16;

/// PE is little-endian; what lies outside is zero.
std::uint32_t little(std::string_view bytes, std::size_t at, std::size_t width) {
  if (at > bytes.size() || width > bytes.size() - at) return 0;
  std::uint32_t value = 0;
  for (std::size_t i = width; i > 0; --i) value = value << 8 | static_cast<unsigned char>(bytes[at + i - 1]);
  return value;
}

/// Where the certificate table begins, if the file is a PE32+ whose table reaches its end.
std::optional<std::size_t> certificate_table(std::string_view bytes) {
  constexpr std::size_t kOptionalHeader = 24, kSecurityEntry = 112 + 4 * 8;
  const std::size_t header = little(bytes, 0x3c, 4);
  if (!bytes.starts_with("MZ") || little(bytes, header, 4) != 0x4550) return std::nullopt;
  if (little(bytes, header + kOptionalHeader, 2) != 0x20b) return std::nullopt;
  const std::size_t entry = header + kOptionalHeader + kSecurityEntry;
  const std::size_t begin = little(bytes, entry, 4);
  const std::size_t size = little(bytes, entry + 4, 4);
  if (size == 0 || begin + size != bytes.size()) return std::nullopt;
  return begin;
}

}  // namespace

Result<PatchFile> open_patch(std::string_view bytes) {
  const std::size_t end = certificate_table(bytes).value_or(bytes.size());
  if (end < kTrailerBytes) return reject("TRUNCATED", "no room for a trailer");
  ByteReader in(bytes.substr(end - kTrailerBytes, kTrailerBytes));
  const std::uint64_t offset = in.u64();
  if (in.take(kTrailerMagic.size()) != kTrailerMagic) return reject("MAGIC", "no trailer of a patch");
  if (offset > end - kTrailerBytes) return reject("TRUNCATED", "the trailer points behind itself");
  return PatchFile{offset, bytes.substr(offset, end - kTrailerBytes - offset), bytes.substr(end)};
}

}  // namespace tocsin
