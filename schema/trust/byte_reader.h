// Reads fixed big-endian framing from the front of a buffer; never outside it.
// Layer: trust. Knows no format.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "schema/core/result.h"

namespace tocsin {

/// A read that the buffer cannot fill gives zero or nothing, and so does every later one: a decoder reads all
/// its fields and asks once. Views point into the buffer.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : left_(bytes) {}

  [[nodiscard]] std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
  [[nodiscard]] std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
  [[nodiscard]] std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
  [[nodiscard]] std::uint64_t u64() { return number(8); }
  [[nodiscard]] std::string_view take(std::size_t count);

  /// False once a read has come up short.
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] std::size_t left() const { return left_.size(); }
  /// Errors: TRUNCATED when a read came up short, SLACK when bytes are left.
  [[nodiscard]] Result<void> finish(std::string_view what) const;

 private:
  [[nodiscard]] std::uint64_t number(std::size_t width);

  std::string_view left_;
  bool ok_ = true;
};

}  // namespace tocsin
