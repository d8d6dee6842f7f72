// A signer's confirmation that the document on the screen is the one that is meant.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "schema/core/result.h"

namespace tocsin {

inline constexpr std::size_t kAskedDigits = 8;

/// Asks for the first eight digits of `digest` (hex) and reads one line.
/// Errors: untrusted, for anything else or the end of the input.
[[nodiscard]] Result<void> ask_for_digest(std::istream& in, std::ostream& out, std::string_view digest);

/// `given` is all of `digest`, in digits of either case: a part of it could be met by another document.
/// Errors: invalid_argument where it is not 64 hex digits, untrusted where it is another digest.
[[nodiscard]] Result<void> check_digest(std::string_view given, std::string_view digest);

}  // namespace tocsin
