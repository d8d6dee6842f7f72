// A compiled gettext catalog (.mo) in memory. Layer: notifier.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace tocsin {

/// Reads what msgfmt wrote for a little-endian machine at build time; `mo` outlives it. The bytes are this
/// program's own, and bounds are checked all the same: whatever does not fit is a sentence without a
/// translation. Source: GNU gettext manual, "The Format of GNU MO Files".
class MessageCatalog {
 public:
  explicit MessageCatalog(std::string_view mo);

  [[nodiscard]] std::optional<std::string_view> find(std::string_view english) const;
  /// The form for `count` things; `one` is the singular of the sources.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view one, std::size_t count) const;

 private:
  enum class Plural : std::uint8_t { none, above_one, other_than_one };
  [[nodiscard]] std::uint32_t number_at(std::size_t offset) const;
  [[nodiscard]] std::string_view text_at(std::size_t table, std::uint32_t index) const;
  /// With all its forms, NUL between them.
  [[nodiscard]] std::optional<std::string_view> translation_of(std::string_view english) const;

  std::string_view mo_;
  std::uint32_t count_ = 0, originals_ = 0, translations_ = 0;
  Plural plural_ = Plural::other_than_one;
};

}  // namespace tocsin
