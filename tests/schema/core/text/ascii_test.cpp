// Every byte by the functions for characters, against what is written in a list.
#include "schema/core/text/ascii.h"

#include <doctest/doctest.h>

using namespace tocsin;

TEST_CASE("every byte is of its class, whatever the sign of char") {
  constexpr std::string_view kDigits = "0123456789";
  constexpr std::string_view kUpper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz";
  constexpr std::string_view kHex = "0123456789abcdefABCDEF";
  for (int byte = 0; byte < 256; ++byte) {
    CAPTURE(byte);
    const char c = static_cast<char>(byte);
    const auto is_in = [c](std::string_view list) { return list.find(c) != std::string_view::npos; };
    CHECK(is_digit(c) == is_in(kDigits));
    CHECK(is_upper(c) == is_in(kUpper));
    CHECK(is_lower(c) == is_in(kLower));
    CHECK(is_letter(c) == (is_in(kUpper) || is_in(kLower)));
    CHECK(is_alphanumeric(c) == (is_in(kUpper) || is_in(kLower) || is_in(kDigits)));
    CHECK((hex_value(c) >= 0) == is_in(kHex));
    CHECK(is_lower_hex(c) == is_in(kHex.substr(0, 16)));
    CHECK(lower(c) == (is_in(kUpper) ? kLower[kUpper.find(c)] : c));
    CHECK(upper(c) == (is_in(kLower) ? kUpper[kLower.find(c)] : c));
  }
  for (std::size_t i = 0; i < kHex.size(); ++i) {
    CHECK(hex_value(kHex[i]) == static_cast<int>(i < 16 ? i : i - 6));
  }
}

TEST_CASE("texts") {
  CHECK(lowered("A-\xC3\x84z[`{@") == "a-\xC3\x84z[`{@");
  CHECK(equal_ignoring_case("Receipt-Id", "rECEIPT-iD"));
  CHECK_FALSE(equal_ignoring_case("a", "ab"));
  CHECK_FALSE(equal_ignoring_case("[", "{"));
  CHECK(consists_of("0123", is_digit));
  CHECK_FALSE(consists_of("", is_digit));
  CHECK_FALSE(consists_of("12a", is_digit));
  CHECK(trimmed(" \t\r\na b\n ") == "a b");
  CHECK(trimmed(" \n").empty());
  CHECK(trimmed("").empty());
}
