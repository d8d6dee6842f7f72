// What text may be shown as it is, and how other text is made showable.
// Layer: core. Source: Unicode TR 36; CVE-2021-42574.
#include <algorithm>
#include <bit>

#include "schema/core/text/combining.h"
#include "schema/core/text/text.h"
#include "schema/core/text/utf8.h"

namespace tocsin {
namespace {

constexpr int kMarksMax = 8;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";     // U+2026

constexpr bool is_control(char32_t point) {
  return point < 0x20 || (point >= 0x7F && point < 0xA0);
}
constexpr bool is_override(char32_t point) {
  return point >= 0x202A && point <= 0x202E;
}
constexpr bool is_isolate(char32_t point) {
  return point >= 0x2066 && point <= 0x2069;
}
constexpr bool is_line_end(char32_t point) {
  return point == '\n' || point == 0x2028 || point == 0x2029;
}
constexpr bool is_noncharacter(char32_t point) {
  return (point >= 0xFDD0 && point <= 0xFDEF) || (point & 0xFFFEu) == 0xFFFEu;
}
// Drawn as nothing: they must not hide that a pile of marks goes on behind them.
constexpr bool is_zero_width(char32_t point) {
  return point == 0xAD || point == 0x61C || (point >= 0x200B && point <= 0x200F) ||
         (point >= 0x2060 && point <= 0x206F) || (point >= 0xE0000 && point <= 0xE0FFF);
}
constexpr bool is_directional_mark(char32_t point) {
  return point == 0x61C || point == 0x200E || point == 0x200F;
}

/// Length of the run of combining marks that ends at the code point last seen.
class MarkRun {
 public:
  int add(char32_t point) {
    if (is_combining(point)) return ++length_;
    if (!is_zero_width(point)) length_ = 0;
    return length_;
  }
  void end() { length_ = 0; }

 private:
  int length_ = 0;
};

/// Isolates of one line: each opened, then closed.
class IsolateNesting {
 public:
  bool add(char32_t point) {
    if (is_line_end(point)) return ended_well();
    if (is_isolate(point)) depth_ += point == 0x2069 ? -1 : 1;
    return depth_ >= 0;
  }
  [[nodiscard]] bool ended_well() const { return depth_ == 0; }

 private:
  int depth_ = 0;
};

std::string_view point_fault(char32_t point) {
  if (is_control(point) && point != '\t' && point != '\n') return "a control character";
  if (is_override(point)) return "a bidirectional embedding or override (U+202A to U+202E)";
  if (point == 0xFEFF) return "a byte order mark inside the text (U+FEFF)";
  if (is_noncharacter(point)) return "a code point that is no character";
  return {};
}

// High bit of each byte that is not plain: beyond ASCII, DEL, or below blank (tab and line feed too: looked
// at singly). A borrow between the bytes can only mark one too many.
std::uint64_t odd_bytes(std::uint64_t word) {
  constexpr std::uint64_t kBlanks = 0x2020202020202020u, kDeletes = 0x7F7F7F7F7F7F7F7Fu,
                          kOnes = 0x0101010101010101u;
  const std::uint64_t deletes = word ^ kDeletes;  // zero where DEL
  return (word | (word - kBlanks) | ((deletes - kOnes) & ~deletes)) & utf8::kHighBits;
}

bool is_plain(char c) {
  return c >= 0x20 && c < 0x7F;
}

// Little-endian, the lowest mark is the first odd byte, and exact: a borrow only goes upwards.
std::size_t plain_run(std::string_view text) {
  std::size_t at = 0;
  for (; text.size() - at >= 8; at += 8) {
    const std::uint64_t odd = odd_bytes(utf8::load_word(text.data() + at));
    if (odd == 0) continue;
    if constexpr (std::endian::native == std::endian::little) return at + std::countr_zero(odd) / 8;
    break;
  }
  while (at < text.size() && is_plain(text[at])) ++at;
  return at;
}

bool is_unfit_for_facts(char32_t point) {
  return is_control(point) || is_override(point) || is_isolate(point) || is_directional_mark(point) ||
         is_line_end(point) || point == 0xFEFF || is_noncharacter(point);
}

// Appends at most `max` code points; false when there was more.
bool append_sanitised(std::string_view text, std::size_t max, std::string& out) {
  MarkRun marks;
  for (std::size_t at = 0, count = 0; at < text.size();) {
    const auto [point, length] = utf8::decode(text.substr(at));
    const bool bad = length == 0 || is_unfit_for_facts(point);
    const std::string_view piece = bad ? kReplacement : text.substr(at, length);
    at += std::max(length, 1u);
    if (marks.add(bad ? 0xFFFD : point) > kMarksMax && is_combining(point)) continue;
    if (count++ == max) return false;
    out += piece;
  }
  return true;
}

void drop_last_point(std::string& text) {
  while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0u) == 0x80u) text.pop_back();
  if (!text.empty()) text.pop_back();
}

}  // namespace

std::string_view text_fault(std::string_view text) {
  MarkRun marks;
  IsolateNesting isolates;
  while (!text.empty()) {
    if (const std::size_t plain = plain_run(text); plain != 0) {
      marks.end();
      text.remove_prefix(plain);
      continue;
    }
    const auto [point, length] = utf8::decode(text);
    if (length == 0) return "bytes that are not UTF-8";
    if (const std::string_view fault = point_fault(point); !fault.empty()) return fault;
    if (!isolates.add(point)) return "unbalanced bidirectional isolates (U+2066 to U+2069)";
    if (marks.add(point) > kMarksMax) return "more than 8 combining marks in a run";
    text.remove_prefix(length);
  }
  return isolates.ended_well() ? std::string_view{} : "unbalanced bidirectional isolates (U+2066 to U+2069)";
}

std::string sanitised(std::string_view text, std::size_t max_code_points) {
  std::string out;
  if (!append_sanitised(text, max_code_points, out) && max_code_points > 0) {
    drop_last_point(out);
    out += kEllipsis;
  }
  return out;
}

}  // namespace tocsin
