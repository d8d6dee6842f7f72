// Lines of small text files.
#pragma once

#include <algorithm>
#include <string_view>

namespace tocsin {

/// Without blanks, tabs and carriage returns at both ends.
[[nodiscard]] inline std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

/// The next line, trimmed; `text` becomes what follows it. `text` is not empty; the last line need not end.
[[nodiscard]] inline std::string_view take_line(std::string_view& text) {
  const std::size_t length = std::min(text.find('\n'), text.size());
  const std::string_view line = trimmed(text.substr(0, length));
  text.remove_prefix(std::min(length + 1, text.size()));
  return line;
}

/// Without the mark that some editors put before UTF-8.
[[nodiscard]] inline std::string_view without_byte_order_mark(std::string_view text) {
  return text.substr(text.starts_with("\xEF\xBB\xBF") ? 3 : 0);
}

}  // namespace tocsin
