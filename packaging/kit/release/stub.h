// The stub of a patch: the update patch without a payload, and without what signing it adds.
#pragma once

#include <string>
#include <string_view>

#include "schema/core/result.h"

namespace tocsin {

/// A program for Windows without its Authenticode signature: the certificate table is cut off, and the header
/// says that there is none; its checksum, which nobody checks, becomes 0. Any other bytes stay as they are.
/// Errors: malformed, for a table that does not reach the end of the file.
[[nodiscard]] Result<std::string> without_signature(std::string_view program);

/// Whether `before`, what lies before the payload of a patch, is the program `updater` and the zeros that
/// pack and a signature add, signatures aside.
/// Errors: those of without_signature.
[[nodiscard]] Result<bool> is_stub(std::string_view before, std::string_view updater);

}  // namespace tocsin
