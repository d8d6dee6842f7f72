// The outer framing of scf.dat: magic, length, sections. Step 5 of the order of proof.
// Layer: trust. Looks into no envelope.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "schema/core/result.h"

namespace tocsin {

inline constexpr std::string_view kScfMagic{"SCFDAT\x1A\x01", 8};
inline constexpr std::size_t kScfLeastBytes = 16;
inline constexpr std::size_t kScfMostBytes = 64u << 10;
inline constexpr std::size_t kMostRoots = 64;

enum class Role : std::uint8_t { root = 1, release = 2 };

/// Views into the file that was split.
struct Sections {
  std::vector<std::string_view> roots;  // 1..64 envelopes
  std::string_view release;             // the last section
};

/// Errors: SIZE MAGIC LENGTH COUNT RESERVED TRUNCATED SECTIONS SLACK.
/// Source: schema/README.md, "scf.dat".
[[nodiscard]] Result<Sections> split_sections(std::string_view scf);

}  // namespace tocsin
