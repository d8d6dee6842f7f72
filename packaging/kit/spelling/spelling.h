// What a misspelt word probably means, and how lists of words read in a sentence.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

/// The word of `known` that is nearest to `word`: at most two characters are changed, added, removed or
/// exchanged with their neighbour, and no more than a third of them. Capitals, and `_` for `-`, are no
/// difference. Empty if no word is near. The result views what the word in `known` views.
[[nodiscard]] std::string_view nearest(std::string_view word, std::span<const std::string_view> known);

/// " Did you mean 'word'?", or nothing for an empty word.
[[nodiscard]] std::string did_you_mean(std::string_view word);

/// "a, b or c"
[[nodiscard]] std::string alternatives(std::span<const std::string_view> words);

/// 'text' in quotes, made fit for a terminal.
[[nodiscard]] std::string in_quotes(std::string_view text);

}  // namespace tocsin
