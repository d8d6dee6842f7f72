// Combining marks, for the cap on how many may pile up.
// Layer: core, private to it.
#pragma once

namespace tocsin {

[[nodiscard]] bool is_combining_beyond_latin(char32_t point);

/// General category Mn or Me of Unicode 14.0. Most text is decided by the comparisons alone: nothing combines
/// below U+0300, nor from Bopomofo to the end of the common Han.
[[nodiscard]] inline bool is_combining(char32_t point) {
  if (point < 0x300 || (point > 0x309A && point < 0xA66F)) return false;
  return is_combining_beyond_latin(point);
}

}  // namespace tocsin
