// The names of rejections: one word each, the same in the log, in `status` and in the kit's output.
#pragma once

#include <string>
#include <string_view>

#include "schema/core/result.h"

namespace tocsin {

/// Fails with `rule` = the rejection's name. Code: malformed for framing, stale for what is valid at
/// another time or on another machine, else untrusted. Source: schema/README.md, "Rejections".
[[nodiscard]] Failure reject(std::string_view rule, std::string detail = {});

/// "THRESHOLD notices": the rejection and the role it is about, or the rejection alone where it is about the
/// whole file. Such an error's `context` is the role's name.
[[nodiscard]] std::string rejection(const Error& error);

}  // namespace tocsin
