// The one way from our UTF-8 to the toolkit's strings. Layer: notifier/dialog.
#pragma once

#include <wx/string.h>

#include <string_view>

namespace tocsin {

/// Text that is not UTF-8 is made so before the toolkit sees it (FromUTF8 would answer with nothing at all).
[[nodiscard]] wxString to_wx(std::string_view text);

}  // namespace tocsin
