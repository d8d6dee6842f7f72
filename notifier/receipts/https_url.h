// An https URL in its parts, read strictly.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

struct HttpsAddress {
  std::string host;  // lower case; an IPv6 address in brackets
  std::string port;  // digits, empty: the default
  std::string path;  // from "/" on, query included; may be empty
};

/// Shape: "https://" host [":" port] [path], at most 2,048 bytes of printable ASCII; host of letters, digits,
/// "-" and ".", or an IPv6 address in brackets; port 1..65535. No user info, no fragment, no backslash.
/// nullopt for anything else.
[[nodiscard]] std::optional<HttpsAddress> parse_https_url(std::string_view text);

[[nodiscard]] std::string https_url_text(const HttpsAddress& url);

}  // namespace tocsin
