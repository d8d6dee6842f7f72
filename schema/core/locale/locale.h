// BCP 47 language tags: canonical form, RFC 4647 lookup and basic filtering, POSIX locale names.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

/// Well-formed by the grammar of RFC 5646 (private use and grandfathered tags too), at most 64 bytes.
[[nodiscard]] bool is_language_tag(std::string_view text);
/// Canonical case ("zh-hant-tw" -> "zh-Hant-TW"); nullopt if not a tag.
[[nodiscard]] std::optional<std::string> canonical_tag(std::string_view text);
/// A basic language range of RFC 4647: "*", a tag's prefix; a trailing "-*" is allowed and means the same
/// prefix.
[[nodiscard]] bool is_language_range(std::string_view text);

/// For each of the ordered list `want`: RFC 4647 lookup with CLDR's parents and likely scripts (zh-TW and
/// zh-HK read zh-Hant, pt-AO pt-PT, sr-ME sr-Latn, nn nb), then any text of the same language and script:
/// that of the nearest region by parent, of the language's likely region, then the first. After the whole
/// list the languages that CLDR calls close (da and nb; hr, bs and sr-Latn). Shape: index into `have`;
/// nullopt when nothing matches (the caller then takes its default).
[[nodiscard]] std::optional<std::size_t> lookup_language(std::span<const std::string_view> have,
                                                         std::span<const std::string> want);

/// RFC 4647 basic filtering of one tag; case-insensitive, at subtag boundaries.
[[nodiscard]] bool matches_range(std::string_view range, std::string_view tag);

/// Whether a range means a reader of that tag: basic filtering, or each subtag that the range names fits the
/// tag with its current code, likely script and likely region, and the parents of that region (zh-Hant means
/// zh-TW, es-419 es-MX, no nb-NO, he iw-IL).
[[nodiscard]] bool range_means(std::string_view range, std::string_view tag);

/// "de_CH.UTF-8@euro" -> "de-CH", "sr_RS@latin" -> "sr-Latn-RS"; nullopt for C, POSIX and text that is not a
/// locale.
[[nodiscard]] std::optional<std::string> tag_from_posix(std::string_view posix);

/// True for scripts and languages written right to left (ar, he, fa, ur, ... or script subtags Arab, Hebr,
/// ...).
[[nodiscard]] bool is_right_to_left(std::string_view tag);

}  // namespace tocsin
