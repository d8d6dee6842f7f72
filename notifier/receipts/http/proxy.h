// The proxy that this system's settings name for an address.
#pragma once

#include <optional>
#include <string>

namespace tocsin {

/// "http://host:port"; empty: no proxy. nullopt: libcurl reads the system's settings itself (POSIX: the
/// environment).
[[nodiscard]] std::optional<std::string> system_proxy(const std::string& target);

}  // namespace tocsin
