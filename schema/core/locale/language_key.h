// A language tag in the form in which readers and texts are compared. Private to this folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::locales {

/// A tag in lower case, with the current code of its language and always with its script: "zh-TW", "zh-Hant"
/// and "zh-Hant-TW" differ in region only. The script of a language that the tables lack is empty unless it
/// is written.
struct LanguageKey {
  std::string language, script, region, rest;

  bool operator==(const LanguageKey&) const = default;
};

/// nullopt: not a tag.
[[nodiscard]] std::optional<LanguageKey> key_of(std::string_view tag);
/// The same with no script but one that is written, or that goes with an old code ("sh" is sr-Latn).
[[nodiscard]] std::optional<LanguageKey> written_key_of(std::string_view tag);

/// The region whose texts its readers read next: en-GB 001, es-MX 419, pt-AO PT; empty: there is none.
[[nodiscard]] std::string_view parent_region(const LanguageKey& key);

/// The region where the language is written in that script first of all: "cn" for zh-Hans, "tw" for zh-Hant.
/// Empty if it is not known.
[[nodiscard]] std::string_view likely_region(const LanguageKey& key);

/// Whether the language has a likely script, so that the script tells texts apart.
[[nodiscard]] bool has_likely_script(std::string_view language);

/// general: the languages of which this one is a form, and whose texts its readers read (nn nb, yue zh).
/// close: other languages that its readers understand (da and nb, hr and bs).
enum class Kinship : unsigned char { general, close };
[[nodiscard]] std::vector<std::string_view> languages_read_by(std::string_view language, Kinship kinship);

}  // namespace tocsin::locales
