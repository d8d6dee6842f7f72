// Each way in which framing can be wrong has its name.
#include <doctest/doctest.h>

#include "schema/trust/framing.h"
#include "tests/schema/trust/trust_samples.h"
#include "tests/support/scf_builder.h"

namespace tocsin::test {
namespace {

std::string patched(std::string bytes, std::size_t at, const std::string& with) {
  return bytes.replace(at, with.size(), with);
}

template <typename T>
std::string rule_of(const Result<T>& result) {
  return result ? "good" : result.error().rule;
}

TEST_CASE("sections") {
  const std::string a = section(1, "a");
  const std::string p = section(2, "p");
  const std::string n = section(3, "n");
  const std::string good = scf_of(3, a + p + n);
  std::string many;
  for (int i = 0; i < 64; ++i) many += a;
  struct Row {
    std::string_view name;
    std::string bytes;
    std::string_view verdict;
  };
  const Row rows[] = {
      {"one root, programs, notices", good, "good"},
      {"without programs", scf_of(2, a + n), "good"},
      {"64 roots", scf_of(66, many + p + n), "good"},
      {"64 roots without programs", scf_of(65, many + n), "good"},
      {"empty sections", scf_of(3, section(1, "") + section(2, "") + section(3, "")), "good"},
      {"empty file", "", "SIZE"},
      {"15 bytes", good.substr(0, 15), "SIZE"},
      {"one byte above 64 KiB", scf_of(2, a + section(3, std::string(65536, 'x'))), "SIZE"},
      {"another magic", patched(good, 0, "SCFPAY"), "MAGIC"},
      {"another format", patched(good, 7, "\x02"), "MAGIC"},
      {"length one less", patched(good, 8, number(good.size() - 1, 4)), "LENGTH"},
      {"length one more", patched(good, 8, number(good.size() + 1, 4)), "LENGTH"},
      {"length 2^32 - 1", patched(good, 8, number(0xffffffff, 4)), "LENGTH"},
      {"no section", scf_of(0, ""), "COUNT"},
      {"one section", scf_of(1, n), "COUNT"},
      {"65 roots without programs", scf_of(66, many + a + n), "COUNT"},
      {"67 sections", scf_of(67, many + a + p + n), "COUNT"},
      {"65,535 sections", scf_of(65535, a + n), "COUNT"},
      {"head's zero is not", patched(good, 14, number(1, 2)), "RESERVED"},
      {"section's zero is not", patched(good, 18, number(1, 2)), "RESERVED"},
      {"last section's zero is not", patched(good, 16 + a.size() + p.size() + 2, number(256, 2)), "RESERVED"},
      {"a section longer than the file", patched(good, 20, number(100, 4)), "TRUNCATED"},
      {"a section of 2^32 - 1", patched(good, 20, number(0xffffffff, 4)), "TRUNCATED"},
      {"fewer sections than said", scf_of(3, a + a), "TRUNCATED"},
      {"a section's head cut short", scf_of(2, a + n.substr(0, 5)), "TRUNCATED"},
      {"more sections than said", scf_of(2, a + n + n), "SLACK"},
      {"a byte after the last section", scf_of(2, a + n + "x"), "SLACK"},
      {"notices first", scf_of(2, n + a), "SECTIONS"},
      {"programs first", scf_of(2, p + n), "SECTIONS"},
      {"programs before a root", scf_of(3, p + a + n), "SECTIONS"},
      {"programs between roots", scf_of(4, a + p + a + n), "SECTIONS"},
      {"programs twice", scf_of(4, a + p + p + n), "SECTIONS"},
      {"programs after notices", scf_of(3, a + n + p), "SECTIONS"},
      {"two roots, no notices", scf_of(2, a + a), "SECTIONS"},
      {"programs, no notices", scf_of(2, a + p), "SECTIONS"},
      {"two notices", scf_of(3, a + n + n), "SECTIONS"},
      {"unknown type", scf_of(2, a + section(4, "x")), "SECTIONS"},
      {"type 0", scf_of(2, section(0, "a") + n), "SECTIONS"},
      {"type 257", scf_of(2, section(257, "a") + n), "SECTIONS"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto sections = split_sections(row.bytes);
    CHECK(rule_of(sections) == row.verdict);
    if (sections) CHECK(join_sections(*sections) == row.bytes);
    if (!sections) CHECK(sections.error().code == Code::malformed);
  }
}

TEST_CASE("envelopes") {
  const std::string low = std::string(16, 'a') + std::string(64, 's');
  const std::string high = std::string(16, '\xff') + std::string(64, 's');
  std::string sixteen;
  for (char id = 'a'; id < 'a' + 16; ++id) sixteen += std::string(16, id) + std::string(64, 's');
  struct Row {
    std::string_view name;
    std::string bytes;
    std::string_view verdict;
  };
  const Row rows[] = {
      {"one signature", envelope_of("p", 1, low), "good"},
      {"ids ascend as unsigned bytes", envelope_of("p", 2, low + high), "good"},
      {"sixteen signatures", envelope_of("p", 16, sixteen), "good"},
      {"payload of 16,384 bytes", envelope_of(std::string(16384, 'p'), 1, low), "good"},
      {"payload of 16,385 bytes", envelope_of(std::string(16385, 'p'), 1, low), "BIG_PAYLOAD"},
      {"payload of 2^32 - 1", number(0xffffffff, 4) + "p", "BIG_PAYLOAD"},
      {"nothing", "", "TRUNCATED"},
      {"half a length", std::string(2, 0), "TRUNCATED"},
      {"payload cut short", number(2, 4) + "p", "TRUNCATED"},
      {"no count", number(1, 4) + "p", "TRUNCATED"},
      {"no signature", envelope_of("p", 0, ""), "SIGCOUNT"},
      {"no signature said, one there", envelope_of("p", 0, low), "SIGCOUNT"},
      {"17 signatures", envelope_of("p", 17, sixteen + high), "SIGCOUNT"},
      {"count 255 with short data", envelope_of("p", 255, low), "SIGCOUNT"},
      {"a signature cut short", envelope_of("p", 1, low.substr(0, 79)), "TRUNCATED"},
      {"count 2, one there", envelope_of("p", 2, low), "TRUNCATED"},
      {"count 1, two there", envelope_of("p", 1, low + high), "SLACK"},
      {"a byte more", envelope_of("p", 1, low + "x"), "SLACK"},
      {"the same signature twice", envelope_of("p", 2, low + low), "SIG_ORDER"},
      {"ids descend", envelope_of("p", 2, high + low), "SIG_ORDER"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(rule_of(split_envelope(row.bytes)) == row.verdict);
  }
}

TEST_CASE("a reader never leaves its buffer, and stays short once it was") {
  ByteReader in(std::string_view("\x01\x02\x03", 3));
  CHECK(in.u16() == 0x0102);
  CHECK(in.u16() == 0);
  CHECK_FALSE(in.ok());
  CHECK(in.u8() == 0);
  CHECK(in.take(0).empty());
  CHECK(in.left() == 0);
  CHECK(in.finish("it").error().rule == "TRUNCATED");
  ByteReader whole(std::string_view("\xff\xff\xff\xff\xff\xff\xff\xff", 8));
  CHECK(whole.u64() == ~std::uint64_t{0});
  CHECK(whole.finish("it").has_value());
}

}  // namespace
}  // namespace tocsin::test
