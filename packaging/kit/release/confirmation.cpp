#include "packaging/kit/release/confirmation.h"

#include <istream>
#include <ostream>

#include "schema/core/text/text.h"

namespace tocsin {
namespace {

constexpr std::size_t kHexDigits = 64;

/// The line as digits without blanks; empty where it is not hex of an even length.
std::string digits_of(std::string_view line) {
  const auto bytes = unhex(collapsed(line));
  return bytes ? hex(*bytes) : std::string();
}

}  // namespace

Result<void> ask_for_digest(std::istream& in, std::ostream& out, std::string_view digest) {
  out << "To sign this, type the first " << kAskedDigits << " digits of its SHA-256: " << std::flush;
  std::string line;
  std::getline(in, line);
  if (digits_of(line) == digest.substr(0, kAskedDigits)) return {};
  return fail(Code::untrusted, "sign", "not confirmed: those are not the first digits of its SHA-256");
}

Result<void> check_digest(std::string_view given, std::string_view digest) {
  const std::string digits = digits_of(given);
  if (digits.size() != kHexDigits) return fail(Code::invalid_argument, "sign", "--sha256: not 64 hex digits");
  if (digits == digest) return {};
  return fail(Code::untrusted, "sign", "--sha256 is not the digest of this document: " + std::string(digest));
}

}  // namespace tocsin
