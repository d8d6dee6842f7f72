// Log lines: hidden characters made visible, and the two wire forms.
#include "schema/platform/log.h"

#include <utility>

#include "schema/core/text/text.h"

namespace tocsin {
namespace {

constexpr std::size_t kLineBytes = 1024;
constexpr std::string_view kCut = "...";

bool is_kept_off_terminal = false;

std::size_t sequence_length(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/// The code point of a two- or three-byte sequence; no control has four bytes.
unsigned code_point(std::string_view sequence) {
  unsigned value = static_cast<unsigned char>(sequence[0]) & (sequence.size() == 2 ? 0x1Fu : 0x0Fu);
  for (const char c : sequence.substr(1)) value = value << 6 | (static_cast<unsigned char>(c) & 0x3Fu);
  return value;
}

/// C1, line and paragraph separators, bidi marks, embeddings, overrides and isolates: all of them can change
/// what a reader sees.
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

/// A line that grows piece by piece. A piece is added whole or not at all. When one does not fit, the last
/// ones are removed to make room for "...".
class Line {
 public:
  /// False when the line is full.
  bool add(std::string_view piece) {
    if (text_.size() + piece.size() > kLineBytes) {
      text_.resize(room_);
      text_ += kCut;
      return false;
    }
    text_ += piece;
    if (text_.size() <= kLineBytes - kCut.size()) room_ = text_.size();
    return true;
  }
  /// `text` is valid UTF-8.
  bool add_visible(std::string_view text) {
    while (!text.empty()) {
      if (!add(visible(text.substr(0, sequence_length(text[0]))))) return false;
      text.remove_prefix(sequence_length(text[0]));
    }
    return true;
  }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::string text_;
  std::size_t room_ = 0;  // where a cut leaves room for its mark
};

}  // namespace

void keep_log_off_terminal(bool is_kept) {
  is_kept_off_terminal = is_kept;
}

bool goes_to_terminal(Level level, bool is_logged, bool is_terminal) {
  if (is_kept_off_terminal) return !is_logged && level <= Level::warning;
  return !is_logged || is_terminal;
}

std::string clean_line(std::string_view text) {
  Line line;
  while (!text.empty()) {
    // Every bad byte starts a new scan; the window bounds the cost of hostile text.
    const std::string_view window = text.substr(0, kLineBytes);
    const std::size_t good = first_bad_utf8(window).value_or(window.size());
    if (!line.add_visible(text.substr(0, good))) break;
    text.remove_prefix(good);
    if (good == window.size()) continue;
    if (!line.add(escaped_byte(text.front()))) break;
    text.remove_prefix(1);
  }
  return line.take();
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

void log_error(Event event, const Error& error) {
  log_line(event, Level::error, describe(error));
}

}  // namespace tocsin
