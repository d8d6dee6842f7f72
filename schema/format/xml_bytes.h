// Whether bytes are text at all, and where their lines end. Layer: format. Private to the parsers.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::xml {

/// Lines of a text, counted from 1 where they are asked for: cheap in ascending order.
class LineCounter {
 public:
  LineCounter() = default;
  /// `text` outlives this.
  explicit LineCounter(std::string_view text) : text_(text) {}
  [[nodiscard]] int line_at(std::size_t offset) const;

 private:
  std::string_view text_;
  mutable std::size_t counted_ = 0;  // a block's begin; lines_ are those that end before it
  mutable int lines_ = 0;
};

/// Where text_fault may have something to say about a text, by the kilobyte; nowhere else has it, whatever
/// part of the text it is asked about.
class Doubts {
 public:
  void reserve(std::size_t bytes) { groups_.assign(bytes / kGroup + 1, false); }
  void add(std::size_t at) { groups_[at / kGroup] = true; }
  [[nodiscard]] bool any_in(std::size_t begin, std::size_t end) const;

 private:
  static constexpr std::size_t kGroup = 1024;
  std::vector<bool> groups_;
};

/// Whether all of `text` is UTF-8 of characters that XML allows; if so, `doubts` has its characters as they
/// stand there, not those that are written as references.
[[nodiscard]] bool is_text(const std::string& text, Doubts& doubts);

/// First byte of a character that XML forbids. `text` must be valid UTF-8.
[[nodiscard]] std::optional<std::size_t> first_bad_character(std::string_view text);

}  // namespace tocsin::xml
