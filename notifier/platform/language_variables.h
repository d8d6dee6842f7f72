// The reader's languages from POSIX's variables. Pure. Layer: notifier/platform.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

/// Shape:  `language` is LANGUAGE's list, `locale` the message locale (first non-empty of LC_ALL,
/// LC_MESSAGES, LANG). BCP 47
///         tags, each once, at most 32. None under C, POSIX or C.UTF-8, whatever LANGUAGE says; a C within
///         LANGUAGE ends it.
/// Source: gettext manual, "The LANGUAGE variable".
[[nodiscard]] std::vector<std::string> languages_from_posix(std::string_view language,
                                                            std::string_view locale);

}  // namespace tocsin
