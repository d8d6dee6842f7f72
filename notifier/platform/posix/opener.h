// Who opens a link, apart so that tests can name an opener of their own. Layer: notifier/platform, POSIX
// only.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "schema/core/result.h"

namespace tocsin {

/// `arguments` stand before the link.
struct Opener {
  std::string program;
  std::vector<std::string> arguments;
};

/// The first opener that can be executed. Errors: invalid_argument, not_found, io.
[[nodiscard]] Result<void> open_link_with(const std::string& url, std::span<const Opener> openers);

}  // namespace tocsin
