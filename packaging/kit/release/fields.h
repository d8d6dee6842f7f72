// What inspect tells of each kind of file: one tree of JSON. Layer: packaging/kit; for draft_inspect alone.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "schema/core/result.h"

namespace tocsin {

using Json = nlohmann::ordered_json;

/// Foreign text without what may not be printed.
[[nodiscard]] std::string shown(std::string_view text);

/// Errors: malformed or untrusted, with the rejection's name as `rule`.
[[nodiscard]] Result<Json> root_file_json(std::string_view bytes);
[[nodiscard]] Result<Json> scf_json(std::string_view bytes);
[[nodiscard]] Result<Json> payload_json(std::string_view bytes);
[[nodiscard]] Result<Json> patch_json(std::string_view bytes);
[[nodiscard]] Result<Json> state_json(std::string_view bytes);

}  // namespace tocsin
