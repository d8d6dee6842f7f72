// Patches and the Windows programs they may begin with, written by hand. Tests only.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "tests/support/scf_builder.h"

namespace tocsin::test {

inline std::string little(std::uint64_t value, int width) {
  std::string bytes = number(value, width);
  std::ranges::reverse(bytes);
  return bytes;
}

/// The headers of a PE32+ program, and no more of it than `rest`.
struct PeSpec {
  std::string dos_magic = "MZ";
  std::uint32_t header_at = 64;
  std::string magic = std::string("PE\0\0", 4);
  std::uint64_t optional_bytes = 240;
  std::uint64_t optional_magic = 0x20b;
  std::uint32_t directories = 16;
  std::uint32_t table_begin = 0, table_size = 0;
  std::string rest = std::string(48, 'c');
};

inline std::string pe_program(const PeSpec& spec) {
  const std::string dos = spec.dos_magic + std::string(58, '\0') + little(spec.header_at, 4);
  const std::string coff = std::string(16, '\0') + little(spec.optional_bytes, 2) + std::string(2, '\0');
  const std::string entries = std::string(32, '\0') + little(spec.table_begin, 4) +
                              little(spec.table_size, 4) + std::string(88, '\0');
  return dos + spec.magic + coff + little(spec.optional_magic, 2) + std::string(106, '\0') +
         little(spec.directories, 4) + entries + spec.rest;
}

inline const std::string kTestPayloadMagic{"SCFPAY\x1A\x01", 8};

inline std::string trailer_to(std::uint64_t offset) {
  return number(offset, 8) + std::string("SCFEND\x1A\x01", 8);
}

inline std::string payload_of(const std::string& scf_bytes, const std::string& blobs) {
  return kTestPayloadMagic + number(scf_bytes.size(), 4) + scf_bytes + blobs;
}

inline std::string patch_of(const std::string& before, const std::string& payload) {
  return before + payload + trailer_to(before.size());
}

/// As a signing tool leaves it: `table` bytes behind the trailer, and the header's entry for them.
inline std::string signed_patch_of(PeSpec spec, const std::string& payload, std::uint32_t table) {
  spec.table_size = table;
  spec.table_begin = static_cast<std::uint32_t>(patch_of(pe_program(spec), payload).size());
  return patch_of(pe_program(spec), payload) + std::string(table, 's');
}

}  // namespace tocsin::test
