// The dpkg database as text: whether a package is installed, and its version. Pure.
#pragma once

#include <optional>
#include <string_view>

namespace tocsin {

/// The version in the first stanza of exactly that name whose status is `install ok installed` or `hold ok
/// installed` (each architecture can have one); nullopt: there is none. Empty if the stanza has no version.
/// Shape: `status` is the whole file as dpkg writes it; the result points into it.
[[nodiscard]] std::optional<std::string_view> installed_version(std::string_view status,
                                                                std::string_view package);

}  // namespace tocsin
