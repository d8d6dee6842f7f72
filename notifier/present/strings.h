// Every sentence of the interface passes through here: translation, plural, filling in.
// Layer: notifier. Knows no toolkit.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tocsin {

/// The interface's language from here on: RFC 4647 lookup of the reader's (best first) among those compiled
/// in, English where none is met. Once, before the first sentence: what `tr` gave out stays as it was.
void choose_interface_language(std::span<const std::string> locales);
/// Every sentence longer, accented and in brackets, so that a picture shows what is clipped or passes tr()
/// by.
void choose_pseudo_language();
/// Tags of the languages compiled in; English, which needs none, is the first.
[[nodiscard]] std::vector<std::string_view> interface_languages();
/// The tag of the one chosen.
[[nodiscard]] std::string_view interface_language();

/// The sentence in the interface's language. `english` is a literal: it is the key of the translations.
[[nodiscard]] std::string_view tr(std::string_view english);

/// The form that the language uses for `count` things.
[[nodiscard]] std::string_view tr_count(std::string_view one, std::string_view many, std::size_t count);

/// "{name}" replaced by its value, each once over: values are never searched for further names.
[[nodiscard]] std::string filled(std::string_view sentence,
                                 std::initializer_list<std::pair<std::string_view, std::string_view>> values);

}  // namespace tocsin
