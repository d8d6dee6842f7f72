// https URLs split into parts, for links and for the address of receipts. Private to the parsers.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace tocsin {

struct HttpsUrl {
  std::string_view host;  // as written: labels of letters, digits and hyphens
  std::uint32_t port = 443;
};

/// nullopt unless: https, printable ASCII without blank or backslash, at most 2,048 bytes, no user info, a
/// host name or IPv4 address, a port (if any) of 1..65535 without leading zeros.
[[nodiscard]] std::optional<HttpsUrl> split_https(std::string_view url);

/// Whether is_allowed_link could accept it, given the hosts.
[[nodiscard]] bool is_link(std::string_view url);

/// A host name as split_https takes it.
[[nodiscard]] bool is_host(std::string_view text);

}  // namespace tocsin
