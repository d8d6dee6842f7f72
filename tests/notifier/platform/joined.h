// Tags as one text, for the tables.
#pragma once

#include <string>
#include <vector>

namespace tocsin {

inline std::string joined(const std::vector<std::string>& tags) {
  std::string text;
  for (const std::string& tag : tags) text += (text.empty() ? "" : " ") + tag;
  return text;
}

}  // namespace tocsin
