// Names, exit codes and the one line of an error.
#include "schema/core/result.h"

#include <doctest/doctest.h>

using namespace tocsin;

TEST_CASE("every code has its exit code and name") {
  const struct {
    std::string_view name;
    Code code;
    int exit;
  } rows[] = {
      {"invalid_argument", Code::invalid_argument, 2},
      {"not_found", Code::not_found, 3},
      {"malformed", Code::malformed, 4},
      {"too_large", Code::too_large, 4},
      {"untrusted", Code::untrusted, 5},
      {"stale", Code::stale, 5},
      {"denied", Code::denied, 6},
      {"conflict", Code::conflict, 7},
      {"unavailable", Code::unavailable, 8},
      {"io", Code::io, 9},
      {"internal", Code::internal, 9},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(exit_code(row.code) == row.exit);
    CHECK(code_name(row.code) == row.name);
  }
}

TEST_CASE("an error is told in one line") {
  const struct {
    std::string_view name;
    Error error;
    std::string_view line;
  } rows[] = {
      {"all",
       {Code::malformed, "catalog.parse", "av95", "duplicate-id", 7, 0},
       "catalog.parse: malformed: line 7: duplicate-id: av95"},
      {"bare", {Code::io, "file.read", "", "", 0, 0}, "file.read: io"},
      {"system number", {Code::io, "file.read", "a.xml", "", 0, 5}, "file.read: io: a.xml (system error 5)"},
      {"no operation", {Code::stale, "", "old", "", 0, 0}, "stale: old"},
      {"rule alone", {Code::untrusted, "scf.prove", "", "BAD_SIG", 0, 0}, "scf.prove: untrusted: BAD_SIG"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(describe(row.error) == row.line);
  }
}

TEST_CASE("fail makes the failing arm of any result") {
  const Result<int> result = fail(Code::denied, "a.b", "detail", "rule");
  CHECK_FALSE(result.has_value());
  CHECK(result.error().code == Code::denied);
  CHECK(describe(result.error()) == "a.b: denied: rule: detail");
}
