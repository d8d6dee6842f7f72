// How functions fail: with an Error, whose code says what the caller can do about it.
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
  std::string operation;    // dotted: "catalog.parse"
  std::string detail = {};  // for the log, without secrets
  std::string rule = {};    // the word of a named rule that was broken: "FILE_HASH", "duplicate-id"
  int line = 0;
  int system = 0;
  std::string context = {};  // what the program was doing, the outermost first: "installing the set"
};

template <typename T>
using Result = tl::expected<T, Error>;

using Failure = tl::unexpected<Error>;

/// Makes the failing arm of any Result. With a line or a system's number: fail(Error{.code = ...}).
/// Compiled once and cold: the error's arm of every TRY is then small, and out of the way.
[[nodiscard, gnu::cold]] Failure fail(Error&& error);
[[nodiscard, gnu::cold]] Failure fail(const Error& error);
[[nodiscard, gnu::cold]] Failure fail(Code code, std::string operation, std::string detail = {},
                                      std::string rule = {});

/// The same error, with what the program was doing put in front of its context.
[[nodiscard]] Error in_context(Error error, std::string_view doing);

/// The value of a result that is known to have one.
template <typename T>
T taken(Result<T>&& result) {
  return *std::move(result);
}
inline void taken(Result<void>&& /*result*/) {}

/// Exit code of a program that ends with this failure: 2..9.
[[nodiscard]] int exit_code(Code code);

/// The code's own name, as logs and --json show it.
[[nodiscard]] std::string_view code_name(Code code);

/// One line: "catalog.parse: malformed: line 7: duplicate-id: av95".
[[nodiscard]] std::string describe(const Error& error);

}  // namespace tocsin

/// The value of `expression`, a Result. If it failed, the enclosing function returns its error.
#define TRY(expression)                                          \
  __extension__({                                                \
    auto tried = (expression);                                   \
    if (!tried) return ::tocsin::fail(std::move(tried).error()); \
    ::tocsin::taken(std::move(tried));                           \
  })

/// As TRY; the error says what the program was doing. For places where the log's reader needs it.
#define TRY_IN(expression, doing)                                                               \
  __extension__({                                                                               \
    auto tried = (expression);                                                                  \
    if (!tried) return ::tocsin::fail(::tocsin::in_context(std::move(tried).error(), (doing))); \
    ::tocsin::taken(std::move(tried));                                                          \
  })
