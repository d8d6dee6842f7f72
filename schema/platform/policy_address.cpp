// Which host addresses a policy may name. Layer: platform.
#include <algorithm>

#include "schema/core/text/text.h"
#include "schema/platform/policy_values.h"

namespace tocsin {
namespace {

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_host_name(std::string_view host) {
  return !host.empty() && host.size() <= 253 && is_alphanumeric(host.front()) &&
         is_alphanumeric(host.back()) && host.find("..") == std::string_view::npos &&
         std::all_of(host.begin(), host.end(),
                     [](char c) { return is_alphanumeric(c) || c == '-' || c == '.'; });
}

bool is_ipv6_literal(std::string_view host) {
  constexpr std::string_view kDigits = "0123456789abcdefABCDEF:.";
  return host.size() > 4 && host.front() == '[' && host.back() == ']' &&
         host.substr(1, host.size() - 2).find_first_not_of(kDigits) == std::string_view::npos;
}

bool is_port(std::string_view text) {
  const auto port = parse_decimal(text, 65535);
  return port && *port != 0;
}

/// host[:port], the port after the last colon outside of brackets.
bool is_authority(std::string_view text) {
  const std::size_t host_end = text.starts_with('[') ? text.find(']') : std::string_view::npos;
  const std::size_t colon = text.find(':', host_end == std::string_view::npos ? 0 : host_end);
  const std::string_view host = text.substr(0, colon);
  if (colon != std::string_view::npos && !is_port(text.substr(colon + 1))) return false;
  return is_host_name(host) || is_ipv6_literal(host);
}

bool drop_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

void drop_closing_slash(std::string_view& text) {
  if (text.ends_with('/')) text.remove_suffix(1);
}

}  // namespace

bool is_relay(std::string_view text) {
  if (!drop_prefix(text, "https://")) return false;
  drop_closing_slash(text);
  return is_authority(text);
}

bool is_proxy(std::string_view text) {
  if (drop_prefix(text, "http://") || drop_prefix(text, "https://")) drop_closing_slash(text);
  return is_authority(text);
}

}  // namespace tocsin
