// Characters of XML 1.0: which bytes are text, names, references, lines. Private to the parsers.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/core/text/ascii.h"

namespace tocsin::xml {

/// What is wrong with a document, and at which byte. `kNowhere`: the whole document.
struct Fault {
  static constexpr std::size_t kNowhere = std::string_view::npos;
  std::string_view rule;  // "duplicate-attribute"
  std::size_t at = kNowhere;
  bool is_limit = false;
};

enum Class : std::uint8_t {
  kNameStart = 1,
  kName = 2,
  kBlank = 4,
  kTextStop = 8,
  kValueStop = 16,
  kColon = 32
};

inline constexpr auto kClasses = [] {
  std::array<std::uint8_t, 256> table{};
  for (char c = 0; c < 0x7F; ++c) {
    const bool letter = is_letter(c) || c == '_' || c == ':';
    const bool digit = is_digit(c) || c == '-' || c == '.';
    if (letter) table[static_cast<std::size_t>(c)] = kNameStart | kName;
    if (digit) table[static_cast<std::size_t>(c)] = kName;
  }
  table[':'] |= kColon;
  for (const unsigned char c : {' ', '\t', '\r', '\n'}) table[c] = kBlank;
  for (const unsigned char c : {'<', '&', ']', '\r', '\0'}) table[c] |= kTextStop;
  for (const unsigned char c : {'<', '&', '"', '\'', '\0'}) table[c] |= kValueStop;
  return table;
}();

[[nodiscard]] inline bool is(char c, Class which) {
  return (kClasses[static_cast<unsigned char>(c)] & which) != 0;
}
[[nodiscard]] inline bool is_blank(char c) {
  return is(c, kBlank);
}
[[nodiscard]] bool is_blank(std::string_view text);

/// As name_length, for any name.
[[nodiscard]] std::size_t wide_name_length(const char* text, bool& has_colon);

/// Bytes of the name at the start of `text` (NUL-terminated, valid UTF-8); 0 when there is none. Sets
/// `has_colon` when it holds one.
[[nodiscard]] inline std::size_t name_length(const char* text, bool& has_colon) {
  if (!is(*text, kNameStart)) return wide_name_length(text, has_colon);
  std::uint8_t seen = 0;
  const char* at = text;
  for (; is(*at, kName); ++at) seen |= kClasses[static_cast<unsigned char>(*at)];
  if (static_cast<unsigned char>(*at) >= 0x80) return wide_name_length(text, has_colon);
  has_colon |= (seen & kColon) != 0;
  return static_cast<std::size_t>(at - text);
}

/// A reference as written, and the character that it stands for.
struct Reference {
  std::size_t length = 0;  // 0: neither one of the five predefined entities nor a legal character
  char32_t point = 0;
};
/// `text` begins with "&" and ends with NUL.
[[nodiscard]] Reference reference_at(const char* text);

/// Bytes of a character in UTF-8.
[[nodiscard]] constexpr std::size_t utf8_length(char32_t point) {
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}

/// Where something is written: between tags, in an attribute, in a CDATA section.
enum class As : std::uint8_t { text, value, cdata };
/// What is meant: line ends are one LF, references are replaced (not in CDATA), and in a value each white
/// space that is written is a blank. The references are good.
[[nodiscard]] std::string decoded(std::string_view written, As as);

/// Marks, by the kilobyte, where a document holds characters that text_fault may refuse. Text elsewhere
/// needs no second look.
class RareCharacters {
 public:
  void reserve(std::size_t bytes) { groups_.assign(bytes / kGroup + 1, false); }
  void add(std::size_t at) { groups_[at / kGroup] = true; }
  [[nodiscard]] bool any_in(std::size_t begin, std::size_t end) const {
    for (std::size_t group = begin / kGroup; group <= end / kGroup; ++group) {
      if (groups_[group] != 0) return true;
    }
    return false;
  }

 private:
  static constexpr std::size_t kGroup = 1024;
  std::vector<unsigned char> groups_;
};

/// The first rule that the bytes break: encoding, nul, utf8, character. If they break none, `rare` holds the
/// characters that stand there as such; a reference is not looked at.
[[nodiscard]] std::optional<Fault> byte_fault(const std::string& text, RareCharacters& rare);

/// Lines of a text, counted from 1. Cheap where the places ascend.
class LineCounter {
 public:
  /// `text` outlives this.
  explicit LineCounter(std::string_view text) : text_(text) {}
  [[nodiscard]] int line_at(std::size_t offset);

 private:
  std::string_view text_;
  std::size_t counted_ = 0;
  int lines_ = 1;
};

/// Sixteen bytes at once, in a vector of the compiler's own (GCC's and Clang's, on any processor).
using Block = unsigned char __attribute__((vector_size(16)));
using SignedBlock = signed char __attribute__((vector_size(16)));  // a comparison gives it: -1 or 0 a byte
inline constexpr std::ptrdiff_t kBlock = 16;

[[nodiscard]] inline Block load_block(const char* at) {
  Block block;
  std::memcpy(&block, at, sizeof block);
  return block;
}

/// A bit for each byte that was marked, the first byte lowest.
[[nodiscard]] inline unsigned mask_of(SignedBlock marks) {
#ifdef __SSE2__
  return static_cast<unsigned>(
      __builtin_ia32_pmovmskb128(reinterpret_cast<char __attribute__((vector_size(16)))>(marks)));
#else
  unsigned mask = 0;
  for (unsigned i = 0; i < kBlock; ++i) mask |= (marks[i] != 0 ? 1u : 0u) << i;
  return mask;
#endif
}

/// Marks white space that collapsing would change: any but a blank, and a blank before another one. Looks at
/// the byte behind the block, too.
[[nodiscard]] inline SignedBlock uncollapsed_in(const char* at) {
  const Block bytes = load_block(at), next = load_block(at + 1);
  return ((bytes == ' ') & (next == ' ')) | (bytes < ' ');
}

}  // namespace tocsin::xml
