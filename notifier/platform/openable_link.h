// The last fence before an opener that is not ours. Pure. Layer: notifier/platform.
#pragma once

#include <string>

namespace tocsin {

/// https, printable ASCII without blanks or backslashes, at most 4,096 bytes. Which hosts are allowed was
/// settled before.
[[nodiscard]] bool is_openable(const std::string& url);

}  // namespace tocsin
