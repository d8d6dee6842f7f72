// index.html: all pictures on one page that an author sends round for approval. Layer: packaging/preview.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "packaging/preview/studio.h"

namespace tocsin {

/// A whole page that needs nothing but the pictures beside it: no script, no style from elsewhere.
[[nodiscard]] std::string contact_sheet(const std::vector<Picture>& pictures, std::string_view catalog_name,
                                        Instant made);

}  // namespace tocsin
