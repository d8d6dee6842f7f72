// The dpkg database's text: is a package installed, and which version. Pure. Layer: notifier/facts/sources.
#pragma once

#include <optional>
#include <string_view>

namespace tocsin {

/// The version of the first stanza of that very name whose status is `install ok installed` or `hold ok
/// installed` (several architectures may each have one); nullopt: none. A stanza without a version answers
/// with an empty one. Shape:  `status` is the whole file as dpkg writes it; the answer points into it.
[[nodiscard]] std::optional<std::string_view> installed_version(std::string_view status,
                                                                std::string_view package);

}  // namespace tocsin
