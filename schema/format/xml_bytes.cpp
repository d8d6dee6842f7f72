// See xml_bytes.h.
#include "schema/format/xml_bytes.h"

#include <algorithm>

#include "schema/core/text.h"
#include "schema/format/xml_characters.h"
#include "schema/format/xml_words.h"

namespace tocsin::xml {

namespace {

constexpr auto kBlock = static_cast<std::ptrdiff_t>(words::kBytes);

bool follows(char c) {
  return (static_cast<unsigned char>(c) & 0xC0u) == 0x80u;
}

bool is_bad_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 && !is_blank(c);
}

// U+FFFE and U+FFFF, the only characters beyond the controls and surrogates that XML forbids.
bool is_ffff(std::string_view three) {
  return three == "\xEF\xBF\xBE" || three == "\xEF\xBF\xBF";
}

// Bytes of the character at `at`, which is not ASCII; 0 when it is none or a forbidden one. What needs a
// closer look is left to first_bad_utf8: overlong, surrogates, beyond Unicode.
std::size_t wide_length(const char* at) {
  const auto lead = static_cast<unsigned char>(*at);
  if (lead < 0xC2 || !follows(at[1])) return 0;
  if (lead < 0xE0) return 2;
  if (!follows(at[2])) return 0;
  if (lead < 0xF0) {
    const bool is_plain = lead != 0xE0 && lead != 0xED && lead != 0xEF;
    const std::string_view three(at, 3);
    return is_plain || (!first_bad_utf8(three) && !is_ffff(three)) ? 3 : 0;
  }
  return follows(at[3]) && !first_bad_utf8(std::string_view(at, 4)) ? 4 : 0;
}

// U+3000 to U+9FFF, most of what kana and ideographs need.
bool is_east_asian(const char* at) {
  const auto lead = static_cast<unsigned char>(*at);
  return lead >= 0xE3 && lead <= 0xE9 && follows(at[1]) && follows(at[2]);
}

// Without combining marks, and not all that have none: from U+4000 on, and most below U+3100.
bool is_harmless_east_asian(const char* at) {
  if (static_cast<unsigned char>(at[0]) != 0xE3) return true;
  const auto third = static_cast<unsigned char>(at[2]);
  switch (static_cast<unsigned char>(at[1])) {
    case 0x80:
      return third < 0xAA;
    case 0x81:
    case 0x83:
      return true;
    case 0x82:
      return third != 0x99 && third != 0x9A;
    default:
      return false;
  }
}

// Latin letters: U+00C0 to U+02FF.
bool is_harmless_latin(const char* at) {
  return static_cast<unsigned char>(at[0]) >= 0xC3 && static_cast<unsigned char>(at[0]) <= 0xCB;
}

// Up to the next ASCII character; null where one is bad.
const char* skip_wide(const char* at, const char* begin, Doubts& doubts) {
  while (static_cast<unsigned char>(*at) >= 0x80) {
    if (is_east_asian(at)) {
      if (!is_harmless_east_asian(at)) doubts.add(static_cast<std::size_t>(at - begin));
      at += 3;
      continue;
    }
    const std::size_t length = wide_length(at);
    if (length == 0) return nullptr;
    if (!is_harmless_latin(at)) doubts.add(static_cast<std::size_t>(at - begin));
    at += length;
  }
  return at;
}

// Most blocks are ASCII without any control but line feed; DEL counts as a control.
words::Marks odd_in(words::Bytes bytes) {
  const auto signs = reinterpret_cast<words::SignedBytes>(bytes);
  return ((signs < ' ') & (bytes != '\n')) | (bytes == 0x7F);
}

bool are_plain(words::Bytes one, words::Bytes other) {
  return !words::any_marked(odd_in(one) | odd_in(other));
}

// Of whole blocks. A mark is -1 in its byte; 31 blocks are as many as the sum of eight bytes can hold.
std::uint64_t line_ends(const char* at, const char* end) {
  std::uint64_t count = 0;
  while (at < end) {
    words::Marks sums{};
    for (int blocks = 0; blocks < 31 && at < end; ++blocks, at += words::kBytes) {
      sums -= words::load_bytes(at) == '\n';
    }
    const auto [low, high] = words::halves_of(sums);
    count += ((low * words::kOnes) >> 56) + ((high * words::kOnes) >> 56);
  }
  return count;
}

// Among the first `size` bytes of a block.
int line_ends_within(words::Bytes block, std::size_t size) {
  const auto [low, high] = words::halves_of(block == '\n');
  const auto first_bytes = [](std::size_t count) { return (std::uint64_t{1} << (8 * count)) - 1; };
  const std::uint64_t counted = size < 8
                                    ? low & first_bytes(size) & words::kOnes
                                    : (low & words::kOnes) + (high & first_bytes(size - 8) & words::kOnes);
  return static_cast<int>((counted * words::kOnes) >> 56);
}

}  // namespace

int LineCounter::line_at(std::size_t offset) const {
  if (offset < counted_) counted_ = 0, lines_ = 0;
  const char* const begin = text_.data();
  const std::size_t block = offset / words::kBytes * words::kBytes;
  lines_ += static_cast<int>(line_ends(begin + counted_, begin + block));
  counted_ = block;
  const bool is_whole = text_.size() - block >= words::kBytes;
  return 1 + lines_ +
         line_ends_within(is_whole ? words::load_bytes(begin + block)
                                   : words::load_rest(begin + block, begin + text_.size()),
                          offset - block);
}

bool Doubts::any_in(std::size_t begin, std::size_t end) const {
  const auto group = [this](std::size_t at) {
    return groups_.begin() + static_cast<std::ptrdiff_t>(at / kGroup);
  };
  return std::find(group(begin), std::next(group(end)), true) != std::next(group(end));
}

bool is_text(const std::string& text, Doubts& doubts) {
  doubts.reserve(text.size());
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const char* at = begin;
  while (at < end) {
    while (end - at >= 2 * kBlock && are_plain(words::load_bytes(at), words::load_bytes(at + kBlock)))
      at += 2 * kBlock;
    const std::size_t first =
        words::first_marked(odd_in(end - at >= kBlock ? words::load_bytes(at) : words::load_rest(at, end)));
    at += first;
    if (first == words::kBytes) continue;
    if (static_cast<unsigned char>(*at) >= 0x80) {
      at = skip_wide(at, begin, doubts);
      if (at == nullptr) return false;
      continue;
    }
    if (is_bad_control(*at)) return false;
    if (*at == 0x7F) doubts.add(static_cast<std::size_t>(at - begin));
    ++at;
  }
  return true;
}

std::optional<std::size_t> first_bad_character(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_bad_control(text[at]) || is_ffff(text.substr(at, 3))) return at;
  }
  return std::nullopt;
}

}  // namespace tocsin::xml
