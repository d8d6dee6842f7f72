// Names and exit codes of failures, and the line that a log or a terminal shows.
#include "schema/core/result.h"

#include <charconv>

namespace tocsin {
namespace {

void append_number(std::string& out, int number) {
  char digits[16];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

void append_part(std::string& out, std::string_view part) {
  if (part.empty()) return;
  out += ": ";
  out += part;
}

}  // namespace

Failure fail(Error&& error) {
  return Failure(std::move(error));
}

Failure fail(const Error& error) {
  return Failure(error);
}

Failure fail(Code code, std::string operation, std::string detail, std::string rule) {
  return fail(Error{
      .code = code, .operation = std::move(operation), .detail = std::move(detail), .rule = std::move(rule)});
}

int exit_code(Code code) {
  switch (code) {
    case Code::invalid_argument:
      return 2;
    case Code::not_found:
      return 3;
    case Code::malformed:
    case Code::too_large:
      return 4;
    case Code::untrusted:
    case Code::stale:
      return 5;
    case Code::denied:
      return 6;
    case Code::conflict:
      return 7;
    case Code::unavailable:
      return 8;
    case Code::io:
    case Code::internal:
      break;
  }
  return 9;
}

std::string_view code_name(Code code) {
  switch (code) {
    case Code::invalid_argument:
      return "invalid_argument";
    case Code::not_found:
      return "not_found";
    case Code::malformed:
      return "malformed";
    case Code::too_large:
      return "too_large";
    case Code::untrusted:
      return "untrusted";
    case Code::stale:
      return "stale";
    case Code::denied:
      return "denied";
    case Code::conflict:
      return "conflict";
    case Code::unavailable:
      return "unavailable";
    case Code::io:
      return "io";
    case Code::internal:
      break;
  }
  return "internal";
}

Error in_context(Error error, std::string_view doing) {
  error.context = error.context.empty() ? std::string(doing) : std::string(doing) + ": " + error.context;
  return error;
}

std::string describe(const Error& error) {
  std::string out = error.context;
  if (!out.empty() && !error.operation.empty()) out += ": ";
  out += error.operation;
  out += out.empty() ? "" : ": ";
  out += code_name(error.code);
  if (error.line != 0) {
    out += ": line ";
    append_number(out, error.line);
  }
  append_part(out, error.rule);
  append_part(out, error.detail);
  if (error.system != 0) {
    out += " (system error ";
    append_number(out, error.system);
    out += ')';
  }
  return out;
}

}  // namespace tocsin
