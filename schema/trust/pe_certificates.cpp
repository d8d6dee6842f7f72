// See pe_certificates.h. Numbers of a PE file are little-endian.
#include "schema/trust/pe_certificates.h"

#include <string>
#include <string_view>

namespace tocsin {
namespace {

constexpr std::size_t kDosHeaderBytes = 64;
constexpr std::size_t kPeHeaderAt = 60;
constexpr std::size_t kOptionalHeader = 24;  // behind the signature and the COFF header
constexpr std::size_t kOptionalHeaderSize = 20;
constexpr std::size_t kDirectoryCount = kOptionalHeader + 108;
constexpr std::size_t kSecurityDirectory = 4;
constexpr std::size_t kSecurityEntry = kOptionalHeader + 112 + kSecurityDirectory * 8;
constexpr std::size_t kHeaderBytes = kSecurityEntry + 8;
constexpr std::uint64_t kPe32Plus = 0x20b;

/// `at + width` lies within `bytes`: both are constants at every call.
std::uint64_t little(std::string_view bytes, std::size_t at, std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = width; i > 0; --i) value = value << 8 | static_cast<unsigned char>(bytes[at + i - 1]);
  return value;
}

/// The header is long enough, and says so, to hold the entry of the certificates.
bool has_security_entry(std::string_view header) {
  return header.starts_with(std::string_view("PE\0\0", 4)) &&
         little(header, kOptionalHeader, 2) == kPe32Plus &&
         little(header, kOptionalHeaderSize, 2) >= kHeaderBytes - kOptionalHeader &&
         little(header, kDirectoryCount, 4) > kSecurityDirectory;
}

}  // namespace

Result<std::optional<CertificateTable>> find_certificate_table(const ReadAt& read, std::uint64_t file_size) {
  if (file_size < kDosHeaderBytes) return std::nullopt;
  const auto dos = read(0, kDosHeaderBytes);
  if (!dos) return Failure(dos.error());
  if (dos->size() != kDosHeaderBytes || !dos->starts_with("MZ")) return std::nullopt;
  const std::uint64_t header_at = little(*dos, kPeHeaderAt, 4);
  if (header_at > file_size || file_size - header_at < kHeaderBytes) return std::nullopt;
  const auto header = read(header_at, kHeaderBytes);
  if (!header) return Failure(header.error());
  if (header->size() != kHeaderBytes || !has_security_entry(*header)) return std::nullopt;
  const CertificateTable table{little(*header, kSecurityEntry, 4), little(*header, kSecurityEntry + 4, 4)};
  if (table.size == 0) return std::nullopt;
  return table;
}

}  // namespace tocsin
