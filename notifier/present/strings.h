// The sentences of the interface: its language, translation, plural forms, and values filled in. Uses no
// toolkit.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tocsin {

/// Sets the interface's language: RFC 4647 lookup of the reader's languages (best first) among those compiled
/// in, English if none matches. Call it before the first `tr`: texts already returned are not translated
/// again.
void choose_interface_language(std::span<const std::string> locales);
/// Sets a pseudo language: each sentence is accented, 40 % longer and in brackets ("[Ñótïçéš ~~~]"), so that
/// a picture shows clipped and untranslated texts. {names} and the & before a key letter are kept.
void choose_pseudo_language();
/// Tags of the languages compiled in. The first is English, which needs no catalog.
[[nodiscard]] std::vector<std::string_view> interface_languages();
/// The tag of the language in use.
[[nodiscard]] std::string_view interface_language();

/// The sentence in the interface's language. `english` is a literal: it is the key of the translations.
[[nodiscard]] std::string_view tr(std::string_view english);

/// The plural form of the interface's language for `count`.
[[nodiscard]] std::string_view tr_count(std::string_view one, std::string_view many, std::size_t count);

/// The sentence with each "{name}" replaced by its value. Values are not searched for further names.
[[nodiscard]] std::string filled(std::string_view sentence,
                                 std::initializer_list<std::pair<std::string_view, std::string_view>> values);

/// A language's name in that language: "Deutsch", "Deutsch (de-CH)". The tag itself if the table lacks it.
[[nodiscard]] std::string language_name(std::string_view tag);

}  // namespace tocsin
