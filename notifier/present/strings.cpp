// See strings.h. English is the language of the sources, so a sentence is its own translation.
#include "notifier/present/strings.h"

namespace tocsin {

std::string_view tr(std::string_view english) {
  return english;
}

std::string_view tr_count(std::string_view one, std::string_view many, std::size_t count) {
  return count == 1 ? one : many;
}

std::string filled(std::string_view sentence,
                   std::initializer_list<std::pair<std::string_view, std::string_view>> values) {
  std::string out;
  while (!sentence.empty()) {
    const auto open = sentence.find('{');
    out += sentence.substr(0, open);
    if (open == std::string_view::npos) break;
    sentence.remove_prefix(open + 1);
    const auto close = sentence.find('}');
    const std::string_view name = sentence.substr(0, close);
    for (const auto& [key, value] : values) {
      if (key == name) out += value;
    }
    sentence.remove_prefix(close == std::string_view::npos ? sentence.size() : close + 1);
  }
  return out;
}

}  // namespace tocsin
