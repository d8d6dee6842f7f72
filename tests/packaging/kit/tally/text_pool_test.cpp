// Each text is kept once and numbered.
#include "packaging/kit/tally/text_pool.h"

#include <doctest/doctest.h>

#include <string>

using namespace tocsin;
using namespace tocsin::kit;

TEST_CASE("SipHash-1-3: values that CPython 3.11 gives with the key 0") {
  const struct {
    std::string_view text;
    std::uint64_t hash;
  } rows[] = {
      {"a", 0x407448d2b89b1813},
      {"receipt", 0xf1a90d57e320ee00},
      {"12345678", 0x3489982430560a87},
      {"pqe6gcuhl7g323nyftszsg3q7e", 0x26006703bcae5874},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(siphash13(row.text, 0, 0) == row.hash);
  }
  CHECK(siphash13("receipt", 0, 1) != siphash13("receipt", 0, 0));
  CHECK(siphash13("receipt", 1, 0) != siphash13("receipt", 0, 0));
}

TEST_CASE("a text has one number, whatever was added since") {
  TextPool pool;
  const auto text_of = [](std::uint32_t i) { return std::string(i % 40, 'x') + std::to_string(i); };
  constexpr std::uint32_t kTexts = 20'000;  // the table grows several times
  for (std::uint32_t i = 0; i < kTexts; ++i) {
    const auto added = pool.add(text_of(i));
    REQUIRE(added.is_new);
    REQUIRE(added.number == i);
  }
  for (std::uint32_t i = 0; i < kTexts; ++i) {
    const auto again = pool.add(text_of(i));
    REQUIRE(!again.is_new);
    REQUIRE(again.number == i);
    REQUIRE(pool.at(i) == text_of(i));
  }
  CHECK(pool.size() == kTexts);
}

TEST_CASE("texts that are nearly the same are different texts") {
  TextPool pool;
  for (const std::string& text :
       {std::string(), std::string(1, '\0'), std::string(2, '\0'), std::string("a"), std::string("A"),
        std::string("a\0", 2), std::string("a "), std::string(70'000, 'a'), std::string(70'001, 'a')}) {
    CAPTURE(text.size());
    CHECK(pool.add(text).is_new);
    CHECK(!pool.add(text).is_new);
  }
  CHECK(pool.size() == 9);
}
