// What is not a link never reaches another program.
#include <doctest/doctest.h>

#include "notifier/platform/session.h"
#include "tests/schema/core/https_addresses.h"

using namespace tocsin;

TEST_CASE("open_link: of the one table of https addresses it refuses all that are no links") {
  for (const HttpsAddressRow& row : https_addresses()) {
    if (row.is_link()) continue;
    CAPTURE(row.name);
    const auto opened = open_link(row.text);
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().code == Code::invalid_argument);
  }
}
