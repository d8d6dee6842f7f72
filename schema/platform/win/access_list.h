// Reads the owner and the access list of an open object.
#pragma once

#include "schema/platform/access_rights.h"
#include "schema/platform/win/handle.h"

namespace tocsin {

/// "S-1-5-..."; empty when it is not a SID.
[[nodiscard]] std::string sid_text(PSID sid);

/// The handle needs READ_CONTROL. Errors: denied, io.
[[nodiscard]] Result<AccessList> access_list_of(HANDLE file, const std::string& detail);

}  // namespace tocsin
