// How a set and the machine's own files are laid out on the disk: their names, the first bytes and the
// largest sizes of the signed ones. Every program takes them from here.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schema/core/brand.h"
#include "schema/core/position.h"

namespace tocsin {

// In the install folder: the sets, and which one is live.
inline constexpr const char* kScfName = "scf.dat";      // in every set
inline constexpr const char* kPointerName = "current";  // a link to the live set; Windows: below --root

// In the machine's folder.
inline constexpr const char* kTrustName = "trust.dat";
inline constexpr const char* kMachineConfName = "machine.conf";
inline constexpr const char* kSecretName = "secret";
inline constexpr const char* kHandledName = "handled";  // a folder

/// The files of a set. The numbers are those of the signed documents.
enum class FileRole : std::uint8_t { notifier = 1, config, catalog, dialog, control, updater };
inline constexpr std::size_t kFileRoles = 6;

/// Whether the notices document lists files of this role. The programs document lists the others.
[[nodiscard]] constexpr bool is_notices_file(FileRole role) {
  return role == FileRole::config || role == FileRole::catalog;
}

/// The only name that a file of each role may have: entry 0 is that of role 1.
using FileNames = std::array<std::string, kFileRoles>;
[[nodiscard]] FileNames file_names(const Brand& brand);

// Units: bytes. The caps of a set's files; all files of a set together have at most kMostSetBytes.
inline constexpr std::size_t kMostConfigBytes = 64u << 10;
inline constexpr std::size_t kMostCatalogBytes = 8u << 20;
inline constexpr std::size_t kMostSetBytes = 64u << 20;
[[nodiscard]] constexpr std::size_t most_bytes(FileRole role) {
  if (role == FileRole::config) return kMostConfigBytes;
  return role == FileRole::catalog ? kMostCatalogBytes : kMostSetBytes;
}

inline constexpr std::string_view kScfMagic{"SCFDAT\x1A\x01", 8};
inline constexpr std::size_t kScfLeastBytes = 16;
inline constexpr std::size_t kScfMostBytes = 64u << 10;

inline constexpr std::string_view kPayloadMagic{"SCFPAY\x1A\x01", 8};
inline constexpr std::string_view kTrailerMagic{"SCFEND\x1A\x01", 8};

// trust.dat: magic, total length, a record each for programs and notices, roots, checksum.
inline constexpr std::string_view kTrustMagic{"SCFTRU\x1A\x01", 8};
inline constexpr std::size_t kTrustMostBytes = kScfMostBytes;
inline constexpr std::size_t kTrustRecordsAt = 8 + 4;
inline constexpr std::size_t kTrustRecordBytes = 4 + 8 + 32 + 8;  // epoch, serial, digest, issued
inline constexpr std::size_t kTrustIssuedAt = 4 + 8 + 32;         // within a record
inline constexpr std::size_t kTrustRootsAt = kTrustRecordsAt + 2 * kTrustRecordBytes;
inline constexpr std::size_t kTrustChecksumBytes = 32;

/// The name of a set's folder: the position of its notices and eight random hex digits, "2.7.0123abcd".
struct SetName {
  Position notices;
  std::string text;
};
/// `random` is 4 bytes.
[[nodiscard]] SetName make_set_name(const Position& notices, std::string_view random);
/// None for any other form, so that nothing else is ever taken for a set.
[[nodiscard]] std::optional<SetName> parse_set_name(std::string_view text);

}  // namespace tocsin
