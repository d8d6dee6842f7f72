// Names, exit codes and the one line of an error.
#include "schema/core/result.h"

#include <doctest/doctest.h>

#include <memory>

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

TEST_CASE("an error is described in one line") {
  const struct {
    std::string_view name;
    Error error;
    std::string_view line;
  } rows[] = {
      {"all",
       {.code = Code::malformed,
        .operation = "catalog.parse",
        .detail = "av95",
        .rule = "duplicate-id",
        .line = 7},
       "catalog.parse: malformed: line 7: duplicate-id: av95"},
      {"bare", {.code = Code::io, .operation = "file.read"}, "file.read: io"},
      {"system number",
       {.code = Code::io, .operation = "file.read", .detail = "a.xml", .system = 5},
       "file.read: io: a.xml (system error 5)"},
      {"no operation", {.code = Code::stale, .operation = "", .detail = "old"}, "stale: old"},
      {"rule alone",
       {.code = Code::untrusted, .operation = "scf.prove", .rule = "BAD_SIG"},
       "scf.prove: untrusted: BAD_SIG"},
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

namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return fail(Code::malformed, "half", "odd");
  return number / 2;
}

Result<void> check(int number) {
  TRY(half(number));
  return {};
}

Result<std::unique_ptr<int>> quarter(int number) {
  const int once = TRY(half(number));
  TRY(check(once));
  return std::make_unique<int>(TRY_IN(half(once), "taking a quarter"));
}

Result<int> eighth(int number) {
  const auto part = TRY_IN(quarter(number), "taking an eighth");
  return half(*part);
}

}  // namespace

TEST_CASE("TRY gives the value, or passes the error on") {
  CHECK(**quarter(12) == 3);
  CHECK(*eighth(16) == 2);
  CHECK(describe(quarter(3).error()) == "half: malformed: odd");
  CHECK(describe(check(3).error()) == "half: malformed: odd");
}

TEST_CASE("TRY_IN says what was being done, the outermost first") {
  CHECK(describe(eighth(3).error()) == "taking an eighth: half: malformed: odd");
  const Error inner = in_context(Error{.code = Code::io, .operation = "file.write"}, "staging the catalog");
  CHECK(describe(in_context(inner, "installing the set")) ==
        "installing the set: staging the catalog: file.write: io");
}
