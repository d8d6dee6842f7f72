// Many bytes at a time: eight in a word, sixteen in a vector of the compiler's own (GCC's and Clang's, on any
// processor). Layer: format. Private to the parsers.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace tocsin::xml::words {

inline constexpr std::uint64_t kOnes = 0x0101010101010101u;

/// The first byte lowest, whatever the machine.
[[nodiscard]] inline std::uint64_t load(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

inline constexpr std::size_t kBytes = 16;
/// What a buffer must hold behind its text for a block to begin anywhere in it.
inline constexpr std::size_t kSlack = 2 * kBytes;
using Bytes = unsigned char __attribute__((vector_size(16)));
using SignedBytes = signed char __attribute__((vector_size(16)));
using Marks = SignedBytes;  // what a comparison makes: every bit of a byte, or none

[[nodiscard]] inline Bytes load_bytes(const char* at) {
  Bytes bytes;
  std::memcpy(&bytes, at, sizeof bytes);
  return bytes;
}

/// What is left of a text, filled up with blanks.
[[nodiscard]] inline Bytes load_rest(const char* at, const char* end) {
  char block[kBytes];
  std::memset(block, ' ', sizeof block);
  std::memcpy(block, at, static_cast<std::size_t>(end - at));
  return load_bytes(block);
}

/// Of the first eight bytes and of the others, the first byte lowest.
struct Halves {
  std::uint64_t low, high;
};
[[nodiscard]] inline Halves halves_of(Marks marks) {
  char bytes[kBytes];
  std::memcpy(bytes, &marks, sizeof bytes);
  return {load(bytes), load(bytes + 8)};
}

[[nodiscard]] inline bool any_marked(Marks marks) {
  const auto [low, high] = halves_of(marks);
  return (low | high) != 0;
}

/// The place of the first mark, kBytes if there is none.
[[nodiscard]] inline std::size_t first_marked(Marks marks) {
  const auto [low, high] = halves_of(marks);
  if (low != 0) return static_cast<std::size_t>(std::countr_zero(low)) / 8;
  return high != 0 ? 8 + static_cast<std::size_t>(std::countr_zero(high)) / 8 : kBytes;
}

}  // namespace tocsin::xml::words
