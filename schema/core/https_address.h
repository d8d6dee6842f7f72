// An https address in its parts. Every https address that Tocsin reads is read here: links, the config's
// addresses, the policy's relay, a brand's defaults. constexpr, so that a brand is checked when it is
// compiled.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schema/core/text/ascii.h"

namespace tocsin {

/// Views of the text that was read.
struct HttpsAddress {
  std::string_view host;  // as written; an IPv6 address in brackets
  std::uint16_t port = 443;
  std::string_view target;    // path and query; may be empty
  std::string_view fragment;  // from "#" on; empty: none
};

struct HostAndPort {
  std::string_view host;
  std::optional<std::uint16_t> port;
};

/// One or more labels with a dot between two. A label: 1 to 63 letters, digits and hyphens, no hyphen at its
/// ends. At most 253 characters. An IPv4 address is of that form; an internationalised name is in punycode.
[[nodiscard]] constexpr bool is_host_name(std::string_view text);

/// `host` or `host:port`. Host: a host name, or an IPv6 address of 8 groups, "::" for one or more of them, in
/// brackets. Port: 1 to 65535 without leading zeros.
[[nodiscard]] constexpr std::optional<HostAndPort> parse_host_and_port(std::string_view text);

/// RFC 3986 without user info: "https://" in any case, host and port as above, then path, query and fragment
/// of the characters that it allows there, each "%" before two hex digits. At most 2,048 bytes; so neither
/// blanks, controls, bytes beyond ASCII, nor any of " < > \ ^ ` { | } [ ]. nullopt: anything else.
[[nodiscard]] constexpr std::optional<HttpsAddress> parse_https_address(std::string_view text);

/// An https address that may lead a reader to a page: of a host name, on port 443.
[[nodiscard]] constexpr bool is_link(std::string_view text);

/// One spelling of an address: scheme and host in lower case, no port 443.
[[nodiscard]] inline std::string to_text(const HttpsAddress& address) {
  std::string text = "https://" + lowered(address.host);
  if (address.port != 443) text += ":" + std::to_string(address.port);
  return text.append(address.target).append(address.fragment);
}

namespace https_address {

inline constexpr std::string_view kScheme = "https://";
inline constexpr std::size_t kMostBytes = 2048;
inline constexpr std::size_t kMostHostCharacters = 253;
inline constexpr std::size_t kMostLabelCharacters = 63;

inline constexpr std::uint8_t kInLabel = 1;
inline constexpr std::uint8_t kInTarget = 2;  // unreserved, sub-delims, ":" "@" "/" "?" and "%" of RFC 3986
inline constexpr auto kKinds = [] {
  std::array<std::uint8_t, 256> kinds{};
  for (char c = ' '; c < 0x7F; ++c) {
    const bool in_target =
        is_alphanumeric(c) || std::string_view("-._~!$&'()*+,;=:@/?%").find(c) != std::string_view::npos;
    kinds[static_cast<unsigned char>(c)] = static_cast<std::uint8_t>(
        (is_alphanumeric(c) || c == '-' ? kInLabel : 0) | (in_target ? kInTarget : 0));
  }
  return kinds;
}();

// Without a branch for each character: catalogs hold many links.
constexpr bool holds_only(std::string_view text, std::uint8_t kind) {
  std::uint8_t all = kind;
  for (const char c : text) all &= kKinds[static_cast<unsigned char>(c)];
  return all == kind;
}

constexpr bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= kMostLabelCharacters && label.front() != '-' &&
         label.back() != '-' && holds_only(label, kInLabel);
}

/// Groups of 1 to 4 hex digits, a colon between two; nullopt: something else.
constexpr std::optional<int> ipv6_groups(std::string_view text) {
  if (text.empty()) return 0;
  for (int groups = 1;; ++groups) {
    const std::string_view group = text.substr(0, text.find(':'));
    if (group.size() > 4 || !consists_of(group, [](char c) { return hex_value(c) >= 0; }))
      return std::nullopt;
    if (group.size() == text.size()) return groups;
    text.remove_prefix(group.size() + 1);
  }
}

constexpr bool is_ipv6(std::string_view text) {
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos) return ipv6_groups(text) == 8;
  const auto before = ipv6_groups(text.substr(0, gap)), after = ipv6_groups(text.substr(gap + 2));
  return before && after && *before + *after < 8;
}

constexpr bool is_bracketed_ipv6(std::string_view text) {
  return text.size() > 2 && text.front() == '[' && text.back() == ']' &&
         is_ipv6(text.substr(1, text.size() - 2));
}

constexpr std::optional<std::uint16_t> port_of(std::string_view text) {
  if (text.size() > 5 || !consists_of(text, is_digit) || text.front() == '0') return std::nullopt;
  std::uint32_t port = 0;
  for (const char c : text) port = port * 10 + static_cast<std::uint32_t>(c - '0');
  if (port > 65535) return std::nullopt;
  return static_cast<std::uint16_t>(port);
}

/// Path and query, or a fragment without its "#".
constexpr bool is_target(std::string_view text) {
  if (!holds_only(text, kInTarget)) return false;
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    if (text.size() - at < 3 || hex_value(text[at + 1]) < 0 || hex_value(text[at + 2]) < 0) return false;
  }
  return true;
}

}  // namespace https_address

constexpr bool is_host_name(std::string_view text) {
  if (text.size() > https_address::kMostHostCharacters) return false;
  while (true) {
    const std::string_view label = text.substr(0, text.find('.'));
    if (!https_address::is_label(label)) return false;
    if (label.size() == text.size()) return true;
    text.remove_prefix(label.size() + 1);
  }
}

constexpr std::optional<HostAndPort> parse_host_and_port(std::string_view text) {
  const std::size_t bracket = text.starts_with('[') ? text.find(']') : 0;
  if (bracket == std::string_view::npos) return std::nullopt;
  const std::size_t colon = text.find(':', bracket);
  HostAndPort out{text.substr(0, colon), std::nullopt};
  if (!is_host_name(out.host) && !https_address::is_bracketed_ipv6(out.host)) return std::nullopt;
  if (colon == std::string_view::npos) return out;
  out.port = https_address::port_of(text.substr(colon + 1));
  return out.port ? std::optional(out) : std::nullopt;
}

constexpr std::optional<HttpsAddress> parse_https_address(std::string_view text) {
  using namespace https_address;
  if (text.size() > kMostBytes || !equal_ignoring_case(text.substr(0, kScheme.size()), kScheme)) {
    return std::nullopt;
  }
  text.remove_prefix(kScheme.size());
  const auto is_end = [](char c) { return c == '/' || c == '?' || c == '#'; };
  const auto end = static_cast<std::size_t>(std::find_if(text.begin(), text.end(), is_end) - text.begin());
  const auto place = parse_host_and_port(text.substr(0, end));
  if (!place) return std::nullopt;
  const std::size_t hash = std::min(text.find('#', end), text.size());
  const HttpsAddress out{.host = place->host,
                         .port = place->port.value_or(443),
                         .target = text.substr(end, hash - end),
                         .fragment = text.substr(hash)};
  const std::string_view after_hash = out.fragment.substr(out.fragment.empty() ? 0 : 1);
  return is_target(out.target) && is_target(after_hash) ? std::optional(out) : std::nullopt;
}

constexpr bool is_link(std::string_view text) {
  const auto address = parse_https_address(text);
  return address && address->port == 443 && !address->host.starts_with('[');
}

}  // namespace tocsin
