// Reads https URLs strictly.
#include "notifier/receipts/https_url.h"

#include <algorithm>

#include "schema/core/text/text.h"

namespace tocsin {
namespace {

constexpr std::string_view kScheme = "https://";
constexpr std::size_t kLongest = 2048;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_host_char(char c) {
  return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') || c == '-' || c == '.';
}
bool is_address_char(char c) {
  return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f') || c == ':' || c == '.';
}
bool is_path_char(char c) {
  return c > ' ' && c <= '~' && c != '\\' && c != '#' && c != '"' && c != '<' && c != '>';
}

bool is_name(std::string_view host) {
  if (host.empty() || host.size() > 253 || !std::all_of(host.begin(), host.end(), is_host_char)) return false;
  return host.front() != '.' && host.front() != '-' && host.find("..") == std::string_view::npos;
}

bool is_bracketed_address(std::string_view host) {
  if (host.size() < 4 || host.front() != '[' || host.back() != ']') return false;
  const auto inside = host.substr(1, host.size() - 2);
  return std::all_of(inside.begin(), inside.end(), is_address_char);
}

bool is_port(std::string_view port) {
  return parse_decimal(port, 65535).value_or(0) != 0;
}

bool starts_with_scheme(std::string_view text) {
  return text.size() > kScheme.size() && text.size() <= kLongest &&
         std::equal(kScheme.begin(), kScheme.end(), text.begin(),
                    [](char a, char b) { return a == lower(b); });
}

// The position of the colon before the port; colons inside brackets do not count.
std::size_t port_colon(std::string_view authority) {
  const auto bracket = authority.rfind(']');
  return authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
}

}  // namespace

std::optional<HttpsAddress> parse_https_url(std::string_view text) {
  if (!starts_with_scheme(text)) return std::nullopt;
  const auto rest = text.substr(kScheme.size());
  const auto end = std::min(rest.find_first_of("/?"), rest.size());
  const auto authority = rest.substr(0, end);
  const auto path = rest.substr(end);
  const auto colon = port_colon(authority);
  const auto host = authority.substr(0, colon);
  HttpsAddress url;
  if (!is_name(host) && !is_bracketed_address(host)) return std::nullopt;
  if (colon != std::string_view::npos) {
    url.port = authority.substr(colon + 1);
    if (!is_port(url.port)) return std::nullopt;
  }
  if (!std::all_of(path.begin(), path.end(), is_path_char)) return std::nullopt;
  std::transform(host.begin(), host.end(), std::back_inserter(url.host), lower);
  url.path = path;
  return url;
}

std::string https_url_text(const HttpsAddress& url) {
  return std::string(kScheme) + url.host + (url.port.empty() ? "" : ":" + url.port) + url.path;
}

}  // namespace tocsin
