// A body as plain text, as the window, the terminal and the clipboard show it. Layer: notifier.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "notifier/decide/explain/explain.h"
#include "schema/format/catalog/catalog.h"

namespace tocsin {

/// What stands for {found:ID}.
using FoundWords = std::function<std::string(std::string_view id)>;

/// Paragraphs with an empty line between them, list items each on a line behind a bullet; bold leaves no
/// mark. The result has no text_fault.
[[nodiscard]] std::string body_text(const std::vector<Block>& blocks, const FoundWords& found);

/// "anti-virus 9.5.1", from the conditions as they were evaluated here; "anti-virus" when no version is
/// known. Sanitised.
[[nodiscard]] std::string found_words(std::string_view id, std::span<const ExplainedMessage> explained);

}  // namespace tocsin
