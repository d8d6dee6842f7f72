// How anything here fails: an Error with a code that says what the caller can do about it.
// Layer: core (includes nothing of ours).
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace tocsin {

/// What the caller can do about a failure; each maps to one exit code (see exit_code).
enum class Code {
  invalid_argument,  // bad command line
  not_found,         // absence may be an answer
  malformed,         // discard the input, keep the last good one
  too_large,         // as malformed
  untrusted,         // discard and report
  stale,             // discard and report
  denied,            // stop this task; repeating will not help
  conflict,          // another instance is at it
  unavailable,       // later, with growing delay
  io,                // roll back, stop
  internal,          // roll back, stop
};

/// Units: `system` is errno or GetLastError, 0 if none; `line` counts from 1, 0 if none.
struct [[nodiscard]] Error {
  Code code = Code::internal;
  std::string operation;  // dotted: "catalog.parse"
  std::string detail;     // for the log, without secrets
  std::string rule;       // one word where a named rule was broken: "FILE_HASH", "duplicate-id"
  int line = 0;
  int system = 0;
};

template <typename T>
using Result = tl::expected<T, Error>;

using Failure = tl::unexpected<Error>;

/// Makes the failing arm of any Result.
[[nodiscard]] inline Failure fail(Code code, std::string operation, std::string detail = {},
                                  std::string rule = {}) {
  return Failure(Error{code, std::move(operation), std::move(detail), std::move(rule), 0, 0});
}

/// Exit code of a program that ends with this failure: 2..9.
[[nodiscard]] int exit_code(Code code);

/// The code's own name, as logs and --json show it.
[[nodiscard]] std::string_view code_name(Code code);

/// One line: "catalog.parse: malformed: line 7: duplicate-id: av95".
[[nodiscard]] std::string describe(const Error& error);

}  // namespace tocsin
