// Windows' list of languages as tags. Pure. Layer: notifier/platform, Windows only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

/// Shape:  `list` is names with a NUL after each and one more at the end, as GetUserPreferredUILanguages
///         writes them; a sort order ("de-DE_phoneb") is cut off. Canonical tags, each once, at most 32; what
///         is no tag is left out.
[[nodiscard]] std::vector<std::string> languages_from_windows(std::wstring_view list);

}  // namespace tocsin
