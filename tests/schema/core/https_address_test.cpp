// The grammar of https addresses, row by row, and the parts of an address.
#include "schema/core/https_address.h"

#include <doctest/doctest.h>

#include "tests/schema/core/https_addresses.h"

using namespace tocsin;

TEST_CASE("what is an https address, and what may be a link") {
  for (const HttpsAddressRow& row : https_addresses()) {
    CAPTURE(row.name);
    CHECK(parse_https_address(row.text).has_value() == row.is_address());
    CHECK(is_link(row.text) == row.is_link());
  }
}

TEST_CASE("the one spelling of an address is read as the same address") {
  for (const HttpsAddressRow& row : https_addresses()) {
    CAPTURE(row.name);
    const auto address = parse_https_address(row.text);
    if (!address) continue;
    const std::string text = to_text(*address);
    const auto again = parse_https_address(text);
    CHECK(again);
    if (again) CHECK(to_text(*again) == text);
  }
  CHECK(to_text(*parse_https_address("HTTPS://A.Example:443/B?C#D")) == "https://a.example/B?C#D");
  CHECK(to_text(*parse_https_address("https://[FE80::1]:8443")) == "https://[fe80::1]:8443");
}

TEST_CASE("the parts of an address") {
  const auto whole = parse_https_address("https://Support.example.com:8443/a/b?c=d#e?f");
  REQUIRE(whole);
  CHECK(whole->host == "Support.example.com");
  CHECK(whole->port == 8443);
  CHECK(whole->target == "/a/b?c=d");
  CHECK(whole->fragment == "#e?f");
  const auto bare = parse_https_address("https://[::1]");
  REQUIRE(bare);
  CHECK(bare->host == "[::1]");
  CHECK(bare->port == 443);
  CHECK(bare->target.empty());
  CHECK(bare->fragment.empty());
}

TEST_CASE("host and port") {
  CHECK_FALSE(parse_host_and_port("localhost")->port);
  CHECK(parse_host_and_port("localhost:3128")->port == 3128);
  CHECK(parse_host_and_port("[::1]:3128")->host == "[::1]");
  for (const std::string_view text : {"", ":", ":1", "a:", "a:b", "a/b", "a@b:1", "[::1", "[::1]1", "::1"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_host_and_port(text));
  }
}
