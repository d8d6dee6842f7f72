// Which code each rejection has.
#include "schema/trust/rejection.h"

#include <algorithm>
#include <array>

namespace tocsin {
namespace {

constexpr std::array<std::string_view, 13> kFraming = {
    "MAGIC", "LENGTH",  "TRUNCATED", "SLACK",       "COUNT",    "RESERVED", "SECTIONS",
    "SIZE",  "VERSION", "ROLE",      "BIG_PAYLOAD", "SIGCOUNT", "SIG_ORDER"};
constexpr std::array<std::string_view, 7> kStale = {"EXPIRED", "ROOT_EXPIRED", "ROLLBACK", "ROOT_OLD",
                                                    "FLOOR",   "FUTURE",       "PROGRAMS"};

Code code_of(std::string_view rule) {
  if (std::ranges::find(kFraming, rule) != kFraming.end()) return Code::malformed;
  if (std::ranges::find(kStale, rule) != kStale.end()) return Code::stale;
  return Code::untrusted;
}

}  // namespace

Failure reject(std::string_view rule, std::string detail) {
  return fail(code_of(rule), "trust.prove", std::move(detail), std::string(rule));
}

std::string rejection(const Error& error) {
  return error.context.empty() ? error.rule : error.rule + ' ' + error.context;
}

}  // namespace tocsin
