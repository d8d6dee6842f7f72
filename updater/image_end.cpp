// The tables of sections. Numbers from the file are at most 32 bits wide, or compared before they are added.
#include "updater/image_end.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace tocsin {
namespace {

using Number = std::uint64_t;

/// Little-endian, as both formats have it on the machines this program is built for.
Number little(std::string_view bytes, std::size_t at, std::size_t width) {
  Number value = 0;
  for (std::size_t i = width; i > 0; --i) value = value << 8 | static_cast<unsigned char>(bytes[at + i - 1]);
  return value;
}

/// Some bytes of the file; empty when it is shorter.
Result<std::string> piece(const ReadAt& read, Number file_size, Number at, std::size_t count) {
  if (at > file_size || file_size - at < count) return std::string();
  return read(at, count);
}

constexpr Number kMostBytes = 1u << 31;  // no image of ours is as large

Number end_of(Number at, Number size) {
  return at < kMostBytes && size < kMostBytes ? at + size : 0;
}

constexpr std::size_t kElfHeader = 64;  // as long as the header of DOS before a PE image
constexpr std::size_t kElfSection = 64;
constexpr Number kNoBits = 8;  // SHT_NOBITS: takes no room in the file

/// The table of sections lies at the end of a linked program; sections are looked at all the same, because
/// `strip` may order them otherwise.
Result<Number> end_of_elf(const ReadAt& read, Number file_size, const std::string& header) {
  const Number table = little(header, 40, 8);
  const Number entry = little(header, 58, 2);
  const Number count = little(header, 60, 2);
  Number end = end_of(table, entry * count);
  for (Number k = 0; entry == kElfSection && k < count; ++k) {
    const std::string section = TRY(piece(read, file_size, table + k * entry, kElfSection));
    if (section.empty()) break;
    if (little(section, 4, 4) != kNoBits)
      end = std::max(end, end_of(little(section, 24, 8), little(section, 32, 8)));
  }
  return end;
}

constexpr std::size_t kPeHeaderAt = 60;
constexpr std::size_t kCoffHeader = 24;  // with the signature before it
constexpr std::size_t kPeSection = 40;
constexpr std::size_t kSymbolBytes = 18;

/// Symbols and their strings lie behind the sections, if they were not stripped.
Result<Number> end_of_symbols(const ReadAt& read, Number file_size, const std::string& coff) {
  const Number table = little(coff, 12, 4);
  if (table == 0) return 0;
  const Number strings = table + little(coff, 16, 4) * kSymbolBytes;
  const std::string size = TRY(piece(read, file_size, strings, 4));
  return size.empty() ? strings + 4 : strings + little(size, 0, 4);
}

Result<Number> end_of_pe(const ReadAt& read, Number file_size, Number header_at) {
  const std::string coff = TRY(piece(read, file_size, header_at, kCoffHeader));
  if (!std::string_view(coff).starts_with(std::string_view("PE\0\0", 4))) return 0;
  const Number sections = header_at + kCoffHeader + little(coff, 20, 2);
  Number end = TRY(end_of_symbols(read, file_size, coff));
  for (Number k = 0; k < little(coff, 6, 2); ++k) {
    const std::string section = TRY(piece(read, file_size, sections + k * kPeSection, kPeSection));
    if (section.empty()) break;
    end = std::max(end, little(section, 20, 4) + little(section, 16, 4));
  }
  return end;
}

}  // namespace

Result<std::optional<Number>> find_image_end(const ReadAt& read, Number file_size) {
  const std::string header = TRY(piece(read, file_size, 0, kElfHeader));
  Number end = 0;
  if (std::string_view(header).starts_with(std::string_view("\x7f"
                                                            "ELF\x02\x01",
                                                            6))) {
    end = TRY(end_of_elf(read, file_size, header));
  } else if (std::string_view(header).starts_with("MZ")) {
    end = TRY(end_of_pe(read, file_size, little(header, kPeHeaderAt, 4)));
  }
  return end == 0 ? std::optional<Number>() : std::optional(end);
}

// An Authenticode signature lies behind the image, too, at the next multiple of eight bytes.
bool is_cut_off(const ReadAt& read, Number file_size) {
  const auto end = find_image_end(read, file_size);
  const auto table = find_certificate_table(read, file_size);
  if (!end || !*end || !table) return false;
  const Number last = *table ? (*table)->begin : file_size;
  const bool has_whole_table = !*table || (*table)->begin + (*table)->size == file_size;
  const Number padding = *table ? 7 : 0;
  return !has_whole_table || last < **end || last - **end > padding;
}

}  // namespace tocsin
