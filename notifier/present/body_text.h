// The body of a notice as plain text, for the window, the terminal and the clipboard.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "notifier/decide/facts.h"
#include "schema/format/catalog/catalog.h"

namespace tocsin {

/// The text that replaces {found:ID}.
using FoundWords = std::function<std::string(std::string_view id)>;

/// Paragraphs are separated by an empty line; each list item is a line that starts with a bullet; bold text
/// is not marked. The result has no text_fault.
[[nodiscard]] std::string body_text(const std::vector<Block>& blocks, const FoundWords& found);

/// "9.5.1": the version found of component or console `id`, whether a condition has asked for it or not; `id`
/// if none is found. Sanitised.
[[nodiscard]] std::string found_words(std::string_view id, Facts& facts);

}  // namespace tocsin
