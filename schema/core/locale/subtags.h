// A language tag split by the grammar of RFC 5646, and the characters of subtags. Private to this folder.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin::locales {

inline constexpr std::size_t kTagMax = 64;

/// Views of the tag that was split, case as written; absent ones are empty. A grandfathered tag and one that
/// is all private use ("x-...") are a language and nothing else. `rest`: variants, extensions and private
/// use.
struct Subtags {
  std::string_view language, extended, script, region, rest;
};

/// nullopt: not well-formed, or longer than kTagMax.
[[nodiscard]] std::optional<Subtags> split_tag(std::string_view text);

/// Whether all characters are letters, or letters and digits; true of an empty text.
[[nodiscard]] bool all_letters(std::string_view text);
[[nodiscard]] bool all_alphanumeric(std::string_view text);
/// Whether `word` is one of the blank-separated words of `list`.
[[nodiscard]] bool lists(std::string_view list, std::string_view word);

}  // namespace tocsin::locales
