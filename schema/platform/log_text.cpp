// Log lines made harmless, and their two wire forms. Layer: platform.
#include "schema/platform/log_text.h"

#include <algorithm>

#include "schema/core/text.h"

namespace tocsin {
namespace {

constexpr std::size_t kLineBytes = 1024;
constexpr std::string_view kCut = "...";

std::size_t sequence_length(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/// Of a two- or three-byte sequence; four-byte ones hold no control.
unsigned code_point(std::string_view sequence) {
  unsigned value = static_cast<unsigned char>(sequence[0]) & (sequence.size() == 2 ? 0x1Fu : 0x0Fu);
  for (const char c : sequence.substr(1)) value = value << 6 | (static_cast<unsigned char>(c) & 0x3Fu);
  return value;
}

/// C1, line and paragraph separators, bidi marks, embeddings, overrides and isolates: all can rearrange what
/// is read.
bool is_hidden(unsigned c) {
  return (c >= 0x80 && c < 0xA0) || c == 0x61C || c == 0x200E || c == 0x200F || c == 0xFEFF ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

std::string escaped_byte(char c) {
  return "\\x" + hex({&c, 1});
}

std::string escaped_code_point(unsigned c) {
  const char bytes[] = {static_cast<char>(c >> 8), static_cast<char>(c & 0xFF)};
  return "\\u" + hex({bytes, 2});
}

std::string visible(std::string_view sequence) {
  if (sequence.size() == 1) {
    const auto byte = static_cast<unsigned char>(sequence[0]);
    return byte < 0x20 || byte == 0x7F ? escaped_byte(sequence[0]) : std::string(sequence);
  }
  if (sequence.size() < 4 && is_hidden(code_point(sequence))) return escaped_code_point(code_point(sequence));
  return std::string(sequence);
}

/// Adds valid UTF-8; false once the line is full.
bool add_visible(std::string& line, std::string_view text) {
  while (!text.empty()) {
    const std::string next = visible(text.substr(0, sequence_length(text[0])));
    if (line.size() + next.size() > kLineBytes - kCut.size()) return false;
    line += next;
    text.remove_prefix(sequence_length(text[0]));
  }
  return true;
}

}  // namespace

std::string clean_line(std::string_view text) {
  std::string line;
  while (!text.empty()) {
    // A bad byte costs a new scan; a window bounds what hostile text can make this cost.
    const std::string_view window = text.substr(0, kLineBytes);
    const std::size_t good = first_bad_utf8(window).value_or(window.size());
    if (!add_visible(line, text.substr(0, good))) return line.append(kCut);
    text.remove_prefix(good);
    if (good == window.size()) continue;
    const std::size_t room = kLineBytes - kCut.size();
    const std::string bad = escaped_byte(text.front());
    if (line.size() + bad.size() > room) return line.append(kCut);
    line += bad;
    text.remove_prefix(1);
  }
  return line;
}

std::string journal_datagram(Event event, Level level, std::string_view identifier, std::string_view line) {
  std::string datagram = "PRIORITY=" + std::to_string(static_cast<int>(level));
  datagram.append("\nSYSLOG_IDENTIFIER=").append(identifier);
  datagram.append("\nTOCSIN_EVENT=").append(std::to_string(static_cast<int>(event)));
  datagram.append("\nMESSAGE=").append(line).append("\n");
  return datagram;
}

std::string syslog_datagram(Level level, std::string_view stamp, std::string_view identifier, long process,
                            std::string_view line) {
  constexpr int kFacilityUser = 1 << 3;
  std::string datagram = "<" + std::to_string(kFacilityUser | static_cast<int>(level)) + ">";
  datagram.append(stamp).append(" ").append(identifier);
  datagram.append("[").append(std::to_string(process)).append("]: ").append(line);
  return datagram;
}

}  // namespace tocsin
