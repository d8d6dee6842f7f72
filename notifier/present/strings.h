// Every sentence of the interface passes through here: translation, plural, filling in.
// Layer: notifier. Knows no toolkit.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace tocsin {

/// The sentence in the interface's language. `english` is a literal: it is the key of the translations.
[[nodiscard]] std::string_view tr(std::string_view english);

/// The form that the language uses for `count` things.
[[nodiscard]] std::string_view tr_count(std::string_view one, std::string_view many, std::size_t count);

/// "{name}" replaced by its value, each once over: values are never searched for further names.
[[nodiscard]] std::string filled(std::string_view sentence,
                                 std::initializer_list<std::pair<std::string_view, std::string_view>> values);

}  // namespace tocsin
