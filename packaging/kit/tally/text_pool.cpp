#include "packaging/kit/tally/text_pool.h"

#include <algorithm>
#include <bit>
#include <random>
#include <stdexcept>
#include <utility>

namespace tocsin::kit {
namespace {

constexpr std::size_t kFirstSlots = 1024;  // a power of two, as every later size
constexpr std::size_t kFirstArenaBytes = 65'536;

struct SipState {
  std::uint64_t v0, v1, v2, v3;

  void round() {
    v0 += v1;
    v1 = std::rotl(v1, 13) ^ v0;
    v0 = std::rotl(v0, 32);
    v2 += v3;
    v3 = std::rotl(v3, 16) ^ v2;
    v0 += v3;
    v3 = std::rotl(v3, 21) ^ v0;
    v2 += v1;
    v1 = std::rotl(v1, 17) ^ v2;
    v2 = std::rotl(v2, 32);
  }
  void take(std::uint64_t word) {
    v3 ^= word;
    round();
    v0 ^= word;
  }
};

// At most eight bytes, little-endian.
std::uint64_t word_of(std::string_view bytes) {
  std::uint64_t word = 0;
  for (std::size_t k = bytes.size(); k-- > 0;) word = word << 8 | static_cast<unsigned char>(bytes[k]);
  return word;
}

std::uint64_t random_word() {
  std::random_device device;
  return std::uint64_t{device()} << 32 | device();
}

}  // namespace

std::uint64_t siphash13(std::string_view text, std::uint64_t key0, std::uint64_t key1) {
  SipState state{key0 ^ 0x736f6d6570736575, key1 ^ 0x646f72616e646f6d, key0 ^ 0x6c7967656e657261,
                 key1 ^ 0x7465646279746573};
  const std::uint64_t length = text.size();
  for (; text.size() >= 8; text.remove_prefix(8)) state.take(word_of(text.substr(0, 8)));
  state.take(word_of(text) | length << 56);
  state.v2 ^= 0xff;
  for (int i = 0; i < 3; ++i) state.round();
  return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

TextPool::TextPool() : key_{random_word(), random_word()}, arena_(kFirstArenaBytes), slots_(kFirstSlots, 0) {}

std::uint32_t TextPool::hash_of(std::string_view text) const {
  return static_cast<std::uint32_t>(siphash13(text, key_[0], key_[1]));
}

TextPool::Added TextPool::add(std::string_view text) {
  if (2 * entries_.size() >= slots_.size()) grow();
  const std::uint32_t hash = hash_of(text);
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash & mask;
  for (; slots_[slot] != 0; slot = (slot + 1) & mask) {
    const std::uint32_t number = slots_[slot] - 1;
    if (entries_[number].hash == hash && at(number) == text) return {number, false};
  }
  char* copy = static_cast<char*>(arena_.allocate(text.size(), 1));
  std::copy(text.begin(), text.end(), copy);
  entries_.push_back({copy, static_cast<std::uint32_t>(text.size()), hash});
  slots_[slot] = static_cast<std::uint32_t>(entries_.size());
  return {slots_[slot] - 1, true};
}

std::string_view TextPool::at(std::uint32_t number) const {
  return {entries_[number].text, entries_[number].bytes};
}

void TextPool::grow() {
  if (slots_.size() > UINT32_MAX) throw std::length_error("more different texts than a tally can number");
  std::vector<std::uint32_t> slots(2 * slots_.size(), 0);
  const std::size_t mask = slots.size() - 1;
  std::uint32_t number = 0;
  for (const Entry& entry : entries_) {
    std::size_t slot = entry.hash & mask;
    while (slots[slot] != 0) slot = (slot + 1) & mask;
    slots[slot] = ++number;
  }
  slots_ = std::move(slots);
}

}  // namespace tocsin::kit
