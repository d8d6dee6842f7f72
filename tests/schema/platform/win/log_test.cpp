// The Event Log's words for our levels, and what standard error gets.
#include "schema/platform/win/log.h"

#include <doctest/doctest.h>

#include "tests/schema/platform/scratch.h"

using namespace tocsin;

TEST_CASE("event_type") {
  CHECK(event_type(Level::error) == EVENTLOG_ERROR_TYPE);
  CHECK(event_type(Level::warning) == EVENTLOG_WARNING_TYPE);
  CHECK(event_type(Level::notice) == EVENTLOG_INFORMATION_TYPE);
  CHECK(event_type(Level::info) == EVENTLOG_INFORMATION_TYPE);
}

TEST_CASE("write_to_error: one line of UTF-8 to a file; nowhere to write is no failure") {
  const Scratch scratch;
  {
    const auto file = open_path(scratch / "said", {GENERIC_WRITE, CREATE_NEW});
    REQUIRE(file.has_value());
    write_to_error(file->get(), "example-messenger", "Grüße");
  }
  CHECK(content_of(scratch / "said") == "example-messenger: Grüße\n");
  write_to_error(nullptr, "example-messenger", "x");
  write_to_error(INVALID_HANDLE_VALUE, "example-messenger", "x");
}
