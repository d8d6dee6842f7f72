// The interface's translations, compiled in (from po/*.po, by CMakeLists.txt). Layer: notifier.
#pragma once

#include <span>
#include <string_view>

namespace tocsin {

struct Translation {
  std::string_view tag;  // "zh-Hant"
  std::string_view mo;   // as msgfmt wrote it
};

/// In the order of tags.
[[nodiscard]] std::span<const Translation> translations();

}  // namespace tocsin
