// Finds ids that are equal except for case. Private to the catalog.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tocsin {

/// Open addressing over the caller's own ids: `Key` is an index into them.
class IdIndex {
 public:
  using Key = std::uint32_t;

  /// Adds `id` with `key`; false if an id is there that is equal except for case.
  bool add(std::string_view id, Key key);
  /// The key of exactly this id, or `kNone`.
  [[nodiscard]] Key find(std::string_view id) const;

  static constexpr Key kNone = 0xFFFFFFFFu;

 private:
  struct Slot {
    std::string_view id;
    Key key = kNone;
    std::uint32_t hash = 0;
  };
  [[nodiscard]] std::size_t slot_of(std::string_view id, std::uint32_t hash) const;

  void grow();

  std::vector<Slot> slots_;  // a power of two, at most half full
  std::size_t count_ = 0;
};

}  // namespace tocsin
