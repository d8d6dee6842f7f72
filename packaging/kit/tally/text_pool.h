// Keeps each of many repeated texts once and numbers it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory_resource>
#include <string_view>
#include <vector>

namespace tocsin::kit {

/// Beside its bytes a text takes 16 bytes and a table slot. Numbers count from 0 in the order of add().
class TextPool {
 public:
  TextPool();

  struct Added {
    std::uint32_t number = 0;
    bool is_new = false;
  };
  /// The text's number. Shape: at most 2^32 - 2 different texts, each below 4 GiB.
  Added add(std::string_view text);
  /// The view is valid as long as the pool.
  [[nodiscard]] std::string_view at(std::uint32_t number) const;
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    const char* text;
    std::uint32_t bytes, hash;
  };

  [[nodiscard]] std::uint32_t hash_of(std::string_view text) const;
  void grow();

  std::uint64_t key_[2];
  std::pmr::monotonic_buffer_resource arena_;
  std::deque<Entry> entries_;         // never moved, so growing needs no second copy
  std::vector<std::uint32_t> slots_;  // number + 1, in the slot of the text's hash or a later one; 0: free
};

/// SipHash-1-3. Receipts come from unknown senders, who must not be able to choose texts that collide.
/// Source: Aumasson, Bernstein: SipHash, a fast short-input PRF (2012).
[[nodiscard]] std::uint64_t siphash13(std::string_view text, std::uint64_t key0, std::uint64_t key1);

}  // namespace tocsin::kit
