// Windows' lists of proxies and of what goes round them. Pure. Layer: notifier/receipts/http, Windows only.
#pragma once

#include <string>
#include <string_view>

namespace tocsin {

/// The first proxy of the list that serves https: "https=host:port", or an entry for all schemes; as
/// "http://host:port". Empty when there is none (SOCKS is not spoken). Shape:  entries by semicolons or
/// blanks, each [scheme "="] [scheme "://"] host [":" port].
[[nodiscard]] std::string proxy_for_https(std::string_view list);

/// Whether the list lets the host go straight: "*" stands for any run of characters, "<local>" for names
/// without a dot. Shape:  `host` as an URL has it; an entry may have a scheme before it, and a port behind,
/// which then must be 443.
[[nodiscard]] bool goes_round(std::string_view list, std::string_view host);

}  // namespace tocsin
