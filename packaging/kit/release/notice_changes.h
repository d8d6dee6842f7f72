// What has changed from one catalog to the next, as the person who signs it must see it.
#pragma once

#include <string>
#include <string_view>

#include "schema/core/result.h"

namespace tocsin {

/// A line for each notice that is new, changed, withdrawn, no longer withdrawn or gone, for detection, and
/// the number of notices that are as they were. A notice counts as changed if any byte of its element has
/// changed, so that no part of a notice can change unseen. `old_bytes` is empty if there is no older catalog.
/// Errors: those of parse_catalog; `bytes` is read strictly, the older catalog as notifiers read it.
[[nodiscard]] Result<std::string> notice_changes(std::string_view bytes, std::string_view old_bytes);

}  // namespace tocsin
