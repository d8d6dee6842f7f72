// Every field of an SCF1 file, as JSON and as text. Layer: packaging/kit.
#pragma once

#include <string>
#include <string_view>

#include "schema/core/result.h"

namespace tocsin {

enum class Listing { text, json };

/// Drafts too. Signatures are checked where a key for them is in sight, nothing else is.
/// Errors: malformed or untrusted, with the rejection's name as `rule`.
[[nodiscard]] Result<std::string> inspect_file(std::string_view bytes, Listing listing);

}  // namespace tocsin
