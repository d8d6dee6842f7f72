// Every field of an SCF1 file, as JSON and as text.
#pragma once

#include <string>
#include <string_view>

#include "schema/core/result.h"

namespace tocsin::kit {

enum class Listing { text, json };

/// Drafts too. Signatures are checked if the file holds their key; nothing else is checked.
/// Errors: malformed or untrusted, with the rejection's name as `rule`.
[[nodiscard]] Result<std::string> inspect_file(std::string_view bytes, Listing listing);

}  // namespace tocsin::kit
