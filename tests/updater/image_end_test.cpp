// Where images end, and which files have lost their end. The images are drawn by hand; this test program
// itself is a real one.
#include "updater/image_end.h"

#include <doctest/doctest.h>

#include "schema/core/brand.h"
#include "updater/patch.h"

namespace tocsin {
namespace {

ReadAt reader_of(const std::string& bytes) {
  return [&bytes](std::uint64_t offset, std::size_t count) -> Result<std::string> {
    return bytes.substr(offset, count);
  };
}

void put(std::string& bytes, std::size_t at, std::uint64_t value, std::size_t width) {
  for (std::size_t k = 0; k < width; ++k) bytes[at + k] = static_cast<char>(value >> (8 * k));
}

/// A section of 100 bytes at 64, one without bytes in the file, and the table of both at 200.
std::string elf() {
  std::string bytes(328, '\0');
  bytes.replace(0, 6,
                "\x7f"
                "ELF\x02\x01");
  put(bytes, 40, 200, 8);
  put(bytes, 58, 64, 2);
  put(bytes, 60, 2, 2);
  put(bytes, 200 + 4, 1, 4);
  put(bytes, 200 + 24, 64, 8);
  put(bytes, 200 + 32, 100, 8);
  put(bytes, 264 + 4, 8, 4);
  put(bytes, 264 + 24, 164, 8);
  put(bytes, 264 + 32, 1 << 20, 8);
  return bytes;
}

/// One section of 512 bytes at 1,024; header at 128, optional header of 240 bytes (PE32+).
std::string pe(std::uint64_t symbols = 0) {
  std::string bytes(1536, '\0');
  bytes.replace(0, 2, "MZ");
  put(bytes, 60, 128, 4);
  bytes.replace(128, 4, std::string("PE\0\0", 4));
  put(bytes, 128 + 6, 1, 2);
  put(bytes, 128 + 20, 240, 2);
  put(bytes, 128 + 24, 0x20b, 2);
  put(bytes, 128 + 24 + 108, 16, 4);
  put(bytes, 128 + 24 + 240 + 16, 512, 4);
  put(bytes, 128 + 24 + 240 + 20, 1024, 4);
  if (symbols == 0) return bytes;
  put(bytes, 128 + 12, bytes.size(), 4);
  put(bytes, 128 + 16, symbols, 4);
  bytes.append(18 * symbols, 's');
  bytes.append(10, '\0');
  put(bytes, bytes.size() - 10, 10, 4);
  return bytes;
}

std::string signed_pe(std::size_t padding = 0) {
  std::string bytes = pe();
  bytes.append(padding, '\0');
  put(bytes, 128 + 24 + 112 + 32, bytes.size(), 4);
  put(bytes, 128 + 24 + 112 + 36, 64, 4);
  return bytes.append(64, 'c');
}

TEST_CASE("files, whole and cut off") {
  const std::string empty_table = [] {
    std::string bytes = elf();
    put(bytes, 60, 0, 2);
    put(bytes, 40, 0, 8);
    return bytes;
  }();
  const struct {
    std::string_view name;
    std::string bytes;
    bool is_cut;
  } rows[] = {
      {"ELF", elf(), false},
      {"ELF, a byte behind it", elf() + 'x', true},
      {"ELF, padding behind it", elf() + std::string(7, '\0'), true},
      {"ELF without its last byte", elf().substr(0, 327), true},
      {"ELF within its table", elf().substr(0, 260), true},
      {"ELF without its table", elf().substr(0, 200), true},
      {"ELF without sections", empty_table, false},
      {"half a header", elf().substr(0, 40), false},
      {"PE", pe(), false},
      {"PE, something behind it", pe() + "payload", true},
      {"PE without its last byte", pe().substr(0, 1535), true},
      {"PE within its headers", pe().substr(0, 300), false},
      {"PE with symbols", pe(3), false},
      {"PE with symbols, something behind it", pe(3) + "x", true},
      {"PE without the end of its symbols", pe(3).substr(0, 1580), true},
      {"signed PE", signed_pe(), false},
      {"signed PE, padded", signed_pe(6), false},
      {"signed PE with something between", signed_pe(8), true},
      {"signed PE without its last byte", signed_pe().substr(0, 1599), true},
      {"signed PE without its signature", signed_pe().substr(0, 1536), true},
      {"a script", "#!/bin/sh\nexit 0\n", false},
      {"nothing", "", false},
      {"MZ and no more", "MZ" + std::string(70, '\0'), false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(is_cut_off(reader_of(row.bytes), row.bytes.size()) == row.is_cut);
  }
  const auto end = find_image_end(reader_of(rows[0].bytes), 328);
  REQUIRE(end.has_value());
  CHECK(end->value_or(0) == 328);
}

TEST_CASE("numbers that lie") {
  for (const std::size_t at :
       {std::size_t{40}, std::size_t{58}, std::size_t{60}, std::size_t{224}, std::size_t{232}}) {
    CAPTURE(at);
    std::string bytes = elf();
    put(bytes, at, 0xFFFF, 2);
    if (at == 40 || at >= 224) put(bytes, at, ~std::uint64_t{0}, 8);
    static_cast<void>(is_cut_off(reader_of(bytes), bytes.size()));  // it ends, and reads nothing beyond
  }
  for (std::size_t at = 0; at < 440; at += 2) {
    std::string bytes = pe(3);
    put(bytes, at, 0xFFFF, 2);
    static_cast<void>(is_cut_off(reader_of(bytes), bytes.size()));
  }
}

TEST_CASE("this program carries nothing, and is whole") {
  const auto patch = open_patch({});
  REQUIRE(!patch.has_value());
  CHECK(patch.error().code == Code::not_found);
}

}  // namespace
}  // namespace tocsin
