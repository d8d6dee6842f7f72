// Which proxy this system's settings name for an address. Layer: notifier/receipts/http. One source per
// system.
#pragma once

#include <optional>
#include <string>

namespace tocsin {

/// "http://host:port"; empty: none, go straight. nullopt: the network library reads the system's settings by
/// itself (POSIX: the environment).
[[nodiscard]] std::optional<std::string> system_proxy(const std::string& target);

}  // namespace tocsin
