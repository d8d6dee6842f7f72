// Where a payload lies, told from bytes that nobody has signed: every bound, and no read outside the file.
#include "schema/trust/patch.h"

#include <doctest/doctest.h>

#include <limits>

#include "tests/schema/trust/patch_samples.h"

namespace tocsin::test {
namespace {

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t kMostPayload = (64u << 20) + 12 + (64u << 10);

template <typename T>
std::string rule_of(const Result<T>& result) {
  return result ? "good" : result.error().rule;
}

/// A file in memory that fails the test when it is asked for what it has not, or for more than the contract's
/// most.
class CheckedFile {
 public:
  explicit CheckedFile(std::string bytes) : bytes_(std::move(bytes)) {}
  [[nodiscard]] std::uint64_t size() const { return bytes_.size(); }
  [[nodiscard]] ReadAt reader() const {
    return [this](std::uint64_t offset, std::size_t count) -> Result<std::string> {
      const bool inside = offset <= bytes_.size() && count <= bytes_.size() - offset;
      CHECK(inside);
      CHECK(count <= 64u << 10);
      return inside ? bytes_.substr(offset, count) : std::string();
    };
  }

 private:
  std::string bytes_;
};

std::string elf_like() {
  return std::string(
             "\x7f"
             "ELF\x02\x01\x01",
             7) +
         std::string(200, 'e') + std::string(9, '\0');
}

TEST_CASE("find_payload") {
  const std::string payload = payload_of(std::string(20, 'x'), "blobs");
  const std::string elf = elf_like();
  const std::string pe = pe_program({});
  const std::string pe_signed = signed_patch_of({}, payload, 40);
  const std::string pe_short = pe_signed.substr(0, pe_signed.size() - 1);
  PeSpec own_table;
  own_table.table_begin = static_cast<std::uint32_t>(pe.size() - 8);
  own_table.table_size = 8;
  PeSpec all_of_it;
  all_of_it.table_size = static_cast<std::uint32_t>(patch_of(pe, payload).size());
  PeSpec little_before = all_of_it;
  little_before.table_begin = 15;
  little_before.table_size -= 15;
  PeSpec overflowing;
  overflowing.table_begin = overflowing.table_size = 0xffffffff;
  struct Row {
    std::string_view name;
    std::string bytes;
    std::string_view verdict;
    std::uint64_t offset = 0, size = 0, end = 0;
  };
  const Row rows[] = {
      {"payload alone", payload, "good", 0, payload.size(), payload.size()},
      {"the magic alone", kTestPayloadMagic, "good", 0, 8, 8},
      {"behind an ELF", patch_of(elf, payload), "good", elf.size(), payload.size(),
       patch_of(elf, payload).size()},
      {"behind a PE", patch_of(pe, payload), "good", pe.size(), payload.size(), patch_of(pe, payload).size()},
      {"behind a PE, signed", pe_signed, "good", pe.size(), payload.size(), pe_signed.size() - 40},
      {"no byte before", patch_of("", "x"), "good", 0, 1, 17},
      {"nothing between", patch_of(elf, ""), "good", elf.size(), 0, elf.size() + 16},
      {"table within the stub", patch_of(pe_program(own_table), payload), "good", pe.size(), payload.size(),
       patch_of(pe, payload).size()},
      {"entry overflows 32 bits", patch_of(pe_program(overflowing), payload), "good", pe.size(),
       payload.size(), patch_of(pe, payload).size()},
      {"empty file", "", "TRUNCATED"},
      {"one byte", "x", "TRUNCATED"},
      {"seven bytes of the magic", kTestPayloadMagic.substr(0, 7), "TRUNCATED"},
      {"15 bytes", trailer_to(0).substr(1), "TRUNCATED"},
      {"16 bytes, a trailer alone", trailer_to(0), "good", 0, 0, 16},
      {"16 bytes, no trailer", std::string(16, 'x'), "MAGIC"},
      {"an ELF alone", elf, "MAGIC"},
      {"a PE alone", pe, "MAGIC"},
      {"a byte behind the trailer", patch_of(elf, payload) + "x", "MAGIC"},
      {"a byte of the trailer missing", patch_of(elf, payload).substr(0, elf.size() + payload.size() + 15),
       "MAGIC"},
      {"table one byte short of the end", pe_signed + "x", "MAGIC"},
      {"table one byte beyond the end", pe_short, "MAGIC"},
      {"table is the whole file", patch_of(pe_program(all_of_it), payload), "TRUNCATED"},
      {"table begins at 15", patch_of(pe_program(little_before), payload), "TRUNCATED"},
      {"offset of the trailer", elf + trailer_to(elf.size()), "good", elf.size(), 0, elf.size() + 16},
      {"offset into the trailer", elf + trailer_to(elf.size() + 1), "TRUNCATED"},
      {"offset behind the file", elf + trailer_to(elf.size() + 16), "TRUNCATED"},
      {"offset 2^63", elf + trailer_to(std::uint64_t{1} << 63), "TRUNCATED"},
      {"offset 2^64 - 1", elf + trailer_to(kMost), "TRUNCATED"},
      {"offset 2^64 - 16", elf + trailer_to(kMost - 15), "TRUNCATED"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const CheckedFile file(row.bytes);
    const auto place = find_payload(file.reader(), file.size());
    CHECK(rule_of(place) == row.verdict);
    if (!place) CHECK(place.error().code == Code::malformed);
    if (!place) continue;
    CHECK(place->offset == row.offset);
    CHECK(place->size == row.size);
    CHECK(place->end == row.end);
  }
}

/// Zeros, and at the end a trailer: a file of any size that nobody has to hold.
ReadAt sparse_file(std::uint64_t file_size, const std::string& head, std::uint64_t payload_offset) {
  return [=](std::uint64_t offset, std::size_t count) -> Result<std::string> {
    CHECK(offset <= file_size);
    CHECK(count <= file_size - offset);
    if (offset == file_size - 16) return trailer_to(payload_offset);
    return offset == 0 ? (head + std::string(count, '\0')).substr(0, count) : std::string(count, '\0');
  };
}

TEST_CASE("find_payload: sizes that a file may only claim") {
  constexpr std::uint64_t kGiant = std::uint64_t{1} << 62;
  struct Row {
    std::string_view name;
    std::uint64_t file_size;
    std::string head;
    std::uint64_t offset;
    std::string_view verdict;
  };
  const Row rows[] = {
      {"payload alone, the largest", kMostPayload, kTestPayloadMagic, 0, "good"},
      {"payload alone, a byte more", kMostPayload + 1, kTestPayloadMagic, 0, "SIZE"},
      {"payload alone, 2^64 - 1", kMost, kTestPayloadMagic, 0, "SIZE"},
      {"behind 1 GiB, the largest", (1u << 30) + kMostPayload + 16, "", 1u << 30, "good"},
      {"behind 1 GiB, a byte more", (1u << 30) + kMostPayload + 17, "", 1u << 30, "SIZE"},
      {"2^62 bytes, all of it", kGiant, "", 0, "SIZE"},
      {"2^64 - 1 bytes, all of it", kMost, "", 0, "SIZE"},
      {"2^64 - 1 bytes, nothing", kMost, "", kMost - 16, "good"},
      {"2^64 - 1 bytes, offset in the trailer", kMost, "", kMost - 15, "TRUNCATED"},
      {"2^64 - 1 bytes, offset at the end", kMost, "", kMost, "TRUNCATED"},
      {"2^64 - 1 bytes, a program for Windows", kMost, pe_program({}), 0, "SIZE"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(rule_of(find_payload(sparse_file(row.file_size, row.head, row.offset), row.file_size)) ==
          row.verdict);
  }
}

TEST_CASE("a reader that fails or falls short") {
  const std::string payload = payload_of(std::string(20, 'x'), "");
  const std::string bytes = signed_patch_of({}, payload, 40);
  for (int failing = 0; failing < 6; ++failing) {
    for (const bool is_short : {false, true}) {
      CAPTURE(failing);
      CAPTURE(is_short);
      int step = 0;
      const ReadAt read = [&](std::uint64_t offset, std::size_t count) -> Result<std::string> {
        if (step++ != failing) return bytes.substr(offset, count);
        if (is_short) return bytes.substr(offset, count - 1);
        return fail(Code::io, "test.read", "as told");
      };
      const auto head = find_payload(read, bytes.size()).and_then([&](const PayloadPlace& place) {
        return read_payload_head(read, place);
      });
      CHECK(step > failing);
      CHECK_FALSE(head.has_value());
      if (!head) CHECK((head.error().code == (is_short ? Code::malformed : Code::io)));
    }
  }
}

TEST_CASE("read_payload_head") {
  const auto head_with = [](std::uint64_t scf_bytes) { return kTestPayloadMagic + number(scf_bytes, 4); };
  std::string other_format = head_with(16) + std::string(16, 'x');
  other_format[7] = 2;
  struct Row {
    std::string_view name;
    std::string payload;
    std::string_view verdict;
    std::uint64_t scf = 0, blobs = 0;
  };
  const Row rows[] = {
      {"least", head_with(16) + std::string(16, 'x'), "good", 16, 0},
      {"with blobs", head_with(16) + std::string(116, 'x'), "good", 16, 100},
      {"most", head_with(65536) + std::string(65537, 'x'), "good", 65536, 1},
      {"empty", "", "TRUNCATED"},
      {"head cut to 8", kTestPayloadMagic, "TRUNCATED"},
      {"head cut to 11", head_with(16).substr(0, 11), "TRUNCATED"},
      {"head alone", head_with(16), "TRUNCATED"},
      {"a byte of scf.dat missing", head_with(16) + std::string(15, 'x'), "TRUNCATED"},
      {"scf.dat longer than all", head_with(65536) + std::string(100, 'x'), "TRUNCATED"},
      {"scf.dat of 0", head_with(0) + std::string(100, 'x'), "SIZE"},
      {"scf.dat of 15", head_with(15) + std::string(100, 'x'), "SIZE"},
      {"scf.dat of 65,537", head_with(65537) + std::string(70000, 'x'), "SIZE"},
      {"scf.dat of 2^32 - 1", head_with(0xffffffff) + std::string(100, 'x'), "SIZE"},
      {"another magic", std::string(100, 'x'), "MAGIC"},
      {"another format", other_format, "MAGIC"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const CheckedFile file("stub" + row.payload + "end");
    const auto head = read_payload_head(file.reader(), {4, row.payload.size(), file.size()});
    CHECK(rule_of(head) == row.verdict);
    if (!head) CHECK(head.error().code == Code::malformed);
    if (!head) continue;
    CHECK(head->scf == std::string(row.scf, 'x'));
    CHECK(head->blobs_offset == 4 + 12 + row.scf);
    CHECK(head->blobs_size == row.blobs);
  }
}

TEST_CASE("check_blobs") {
  struct Row {
    std::string_view name;
    std::vector<std::uint64_t> sizes;
    std::uint64_t blobs;
    std::string_view verdict;
  };
  const Row rows[] = {
      {"as said", {1, 2, 3}, 6, "good"},
      {"empty files", {0, 0}, 0, "good"},
      {"one file of all", {kMost}, kMost, "good"},
      {"a byte short", {1, 2, 3}, 5, "TRUNCATED"},
      {"nothing there", {1}, 0, "TRUNCATED"},
      {"the last file missing", {1, 2, 3}, 3, "TRUNCATED"},
      {"sum beyond 2^64 is 6 again", {kMost, 7}, 6, "TRUNCATED"},
      {"sum beyond 2^64, the other way", {7, kMost}, 6, "TRUNCATED"},
      {"a byte left", {1, 2, 3}, 7, "SLACK"},
      {"no file, one byte", {}, 1, "SLACK"},
      {"no file, all bytes", {}, kMost, "SLACK"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    std::vector<FileEntry> files;
    for (const std::uint64_t size : row.sizes) files.push_back({FileRole::notifier, "x", size, {}});
    CHECK(rule_of(check_blobs(files, row.blobs)) == row.verdict);
  }
}

TEST_CASE("find_certificate_table") {
  const auto with = [](auto change) {
    PeSpec spec;
    spec.table_begin = 352;
    spec.table_size = 8;
    change(spec);
    return pe_program(spec);
  };
  struct Row {
    std::string_view name;
    std::string bytes;
    bool is_found;
  };
  const Row rows[] = {
      {"one that reaches the end", with([](PeSpec&) {}), true},
      {"one beyond the end", with([](PeSpec& spec) { spec.table_size = 0xffffffff; }), true},
      {"five directories", with([](PeSpec& spec) { spec.directories = 5; }), true},
      {"header just long enough", with([](PeSpec& spec) { spec.optional_bytes = 152; }), true},
      {"nothing behind the entry", with([](PeSpec&) {}).substr(0, 64 + 24 + 152), true},
      {"entry cut", with([](PeSpec&) {}).substr(0, 64 + 24 + 151), false},
      {"an empty table", with([](PeSpec& spec) { spec.table_size = 0; }), false},
      {"four directories", with([](PeSpec& spec) { spec.directories = 4; }), false},
      {"header too short for the entry", with([](PeSpec& spec) { spec.optional_bytes = 151; }), false},
      {"32 bits", with([](PeSpec& spec) { spec.optional_magic = 0x10b; }), false},
      {"no PE magic", with([](PeSpec& spec) { spec.magic = "NE.."; }), false},
      {"no DOS magic", with([](PeSpec& spec) { spec.dos_magic = "ZM"; }), false},
      {"header behind the file", with([](PeSpec& spec) { spec.header_at = 4096; }), false},
      {"header at 2^32 - 1", with([](PeSpec& spec) { spec.header_at = 0xffffffff; }), false},
      {"header within the DOS header", with([](PeSpec& spec) { spec.header_at = 0; }), false},
      {"63 bytes", with([](PeSpec&) {}).substr(0, 63), false},
      {"64 bytes", with([](PeSpec&) {}).substr(0, 64), false},
      {"nothing", "", false},
      {"an ELF", elf_like() + std::string(400, 'x'), false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const CheckedFile file(row.bytes);
    const auto table = find_certificate_table(file.reader(), file.size());
    REQUIRE(table.has_value());
    CHECK(table->has_value() == row.is_found);
    if (*table) CHECK((*table)->begin == 352);
  }
}

}  // namespace
}  // namespace tocsin::test
