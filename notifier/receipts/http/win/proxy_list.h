// Windows' lists of proxies and of hosts that bypass them. Pure, so that tests can call it.
#pragma once

#include <string>
#include <string_view>

namespace tocsin {

/// The first proxy of the list for https, "https=host:port" or an entry for all schemes, as
/// "http://host:port". Empty when there is none (SOCKS is not supported). Shape: entries separated by
/// semicolons or blanks, each [scheme "="] [scheme "://"] host [":" port].
[[nodiscard]] std::string proxy_for_https(std::string_view list);

/// Whether the list lets the host bypass the proxy. "*" stands for any run of characters, "<local>" for names
/// without a dot.
/// Shape: `host` as in a URL; an entry may have a scheme before it, and the port 443 after it.
[[nodiscard]] bool goes_round(std::string_view list, std::string_view host);

}  // namespace tocsin
