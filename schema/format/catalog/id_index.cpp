// A hash table with open addressing over ids, without regard to case.
#include "schema/format/catalog/id_index.h"

#include <algorithm>
#include <cstring>

#include "schema/core/text/ascii.h"

namespace tocsin {

namespace {

// The last multiplication carries the last bytes of a word into the bits that are kept.
std::uint32_t hash_folded(std::string_view id) {
  constexpr std::uint64_t kCaseBits = 0x2020202020202020u, kPrime = 0x9E3779B97F4A7C15u;
  std::uint64_t hash = id.size();
  for (; !id.empty(); id.remove_prefix(std::min<std::size_t>(id.size(), 8))) {
    std::uint64_t word = 0;
    std::memcpy(&word, id.data(), std::min<std::size_t>(id.size(), 8));
    hash = (hash ^ (word | kCaseBits)) * kPrime;
    hash ^= hash >> 32;
  }
  return static_cast<std::uint32_t>((hash * kPrime) >> 32);
}

}  // namespace

void IdIndex::grow() {
  std::vector<Slot> old(std::max<std::size_t>(slots_.size() * 2, 16));
  old.swap(slots_);
  for (const Slot& slot : old) {
    if (slot.key != kNone) slots_[slot_of(slot.id, slot.hash)] = slot;
  }
}

// The slot that holds the id, or the empty slot for it.
std::size_t IdIndex::slot_of(std::string_view id, std::uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  while (slots_[at].key != kNone && (slots_[at].hash != hash || !equal_ignoring_case(slots_[at].id, id)))
    at = (at + 1) & mask;
  return at;
}

bool IdIndex::add(std::string_view id, Key key) {
  if (2 * count_ >= slots_.size()) grow();
  const std::uint32_t hash = hash_folded(id);
  Slot& slot = slots_[slot_of(id, hash)];
  if (slot.key != kNone) return false;
  slot = {id, key, hash};
  ++count_;
  return true;
}

IdIndex::Key IdIndex::find(std::string_view id) const {
  if (slots_.empty()) return kNone;
  const Slot& slot = slots_[slot_of(id, hash_folded(id))];
  return slot.key != kNone && slot.id == id ? slot.key : kNone;
}

}  // namespace tocsin
