// index.html: all pictures on one page, which an author can pass on for approval.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "packaging/preview/studio.h"

namespace tocsin::preview {

/// A complete page. It refers to nothing but the pictures beside it: no scripts, no other styles.
[[nodiscard]] std::string contact_sheet(const std::vector<Picture>& pictures, std::string_view catalog_name,
                                        Instant made);

}  // namespace tocsin::preview
