// Lines of small text files.
#pragma once

#include <algorithm>
#include <string_view>

#include "schema/core/text/ascii.h"

namespace tocsin {

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
