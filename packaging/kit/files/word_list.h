// Lists on a command line: words between commas or blanks. Layer: packaging/kit.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

[[nodiscard]] inline std::vector<std::string> words_of(std::string_view list) {
  std::vector<std::string> words(1);
  for (const char c : list) {
    if (c != ',' && c != ' ') {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

}  // namespace tocsin
