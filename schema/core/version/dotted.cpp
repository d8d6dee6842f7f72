// Dotted numbers: 1..16 of them, 1..18 digits each, so that every one fits 64 bits.
// Layer: core.
#include <array>
#include <cstdint>

#include "schema/core/version/schemes.h"

namespace tocsin::versions {
namespace {

constexpr std::size_t kParts = 16;
constexpr int kDigits = 18;
using Parts = std::array<std::uint64_t, kParts>;  // missing ones stay zero

bool read_parts(std::string_view text, Parts& parts) {
  std::size_t part = 0;
  int digits = 0;
  for (const char c : text) {
    if (is_digit(c)) {
      if (++digits > kDigits) return false;
      parts[part] = parts[part] * 10 + static_cast<std::uint64_t>(c - '0');
    } else {
      if (c != '.' || digits == 0 || ++part == kParts) return false;
      digits = 0;
    }
  }
  return digits != 0;
}

}  // namespace

bool is_dotted(std::string_view text) {
  Parts parts{};
  return read_parts(text, parts);
}

Order compare_dotted(std::string_view a, std::string_view b) {
  Parts left{}, right{};
  if (!read_parts(a, left) || !read_parts(b, right)) return std::nullopt;
  return left <=> right;
}

}  // namespace tocsin::versions
