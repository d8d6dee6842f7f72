// A compiled gettext catalog (.mo) in memory, and those that are compiled into the program.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace tocsin {

/// Reads a little-endian .mo file as msgfmt writes it; `mo` must outlive the object. Bounds are checked
/// although the bytes are part of the program: a sentence whose entry is out of bounds has no translation.
///
/// Source: GNU gettext manual, "The Format of GNU MO Files".
class MessageCatalog {
 public:
  explicit MessageCatalog(std::string_view mo);

  [[nodiscard]] std::optional<std::string_view> find(std::string_view english) const;
  /// The form for `count`; `one` is the singular in the sources.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view one, std::size_t count) const;

 private:
  enum class Plural : std::uint8_t { none, above_one, other_than_one };
  [[nodiscard]] std::uint32_t number_at(std::size_t offset) const;
  [[nodiscard]] std::string_view text_at(std::size_t table, std::uint32_t index) const;
  /// All forms, separated by NUL.
  [[nodiscard]] std::optional<std::string_view> translation_of(std::string_view english) const;

  std::string_view mo_;
  std::uint32_t count_ = 0, originals_ = 0, translations_ = 0;
  Plural plural_ = Plural::other_than_one;
};

struct Translation {
  std::string_view tag;  // "zh-Hant"
  std::string_view mo;
};

/// The translations compiled in, sorted by tag. The build generates this function from po/*.po.
[[nodiscard]] std::span<const Translation> translations();

}  // namespace tocsin
