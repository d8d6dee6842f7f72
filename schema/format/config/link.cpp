// https URLs, and the check of links that config.h declares.
#include "schema/format/config/link.h"

#include <algorithm>
#include <array>
#include <string>

#include "schema/core/text/text.h"
#include "schema/format/config/config.h"

namespace tocsin {

namespace {

constexpr std::size_t kUrlMax = 2048;
constexpr std::uint32_t kDefaultPort = 443;

char lower(char c) {
  return static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

std::string lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

bool begins_with(std::string_view text, std::string_view lower_start) {
  return text.size() >= lower_start.size() && std::equal(lower_start.begin(), lower_start.end(), text.begin(),
                                                         [](char want, char c) { return lower(c) == want; });
}

constexpr std::uint8_t kInUrl = 1, kInLabel = 2;
constexpr auto kKinds = [] {
  std::array<std::uint8_t, 256> kinds{};
  for (unsigned char c = ' ' + 1; c < 0x7F; ++c) {
    const bool in_label =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    kinds[c] = static_cast<std::uint8_t>((c != '\\' ? kInUrl : 0) | (in_label ? kInLabel : 0));
  }
  return kinds;
}();

bool holds_only(std::string_view text, std::uint8_t kind) {
  std::uint8_t all = kind;
  for (const char c : text) all &= kKinds[static_cast<unsigned char>(c)];
  return all == kind;
}

bool is_label(std::string_view label) {
  return !label.empty() && label.front() != '-' && label.back() != '-' && holds_only(label, kInLabel);
}

std::optional<std::uint32_t> port_of(std::string_view text) {
  const auto port = parse_decimal(text, 65535);
  if (!port || *port == 0) return std::nullopt;
  return static_cast<std::uint32_t>(*port);
}

bool matches(std::string_view host, std::string_view entry) {
  if (entry.empty() || entry.front() != '.') return host == entry;
  return host.size() > entry.size() && host.ends_with(entry);
}

}  // namespace

bool is_host(std::string_view text) {
  while (true) {
    const std::string_view label = text.substr(0, text.find('.'));
    if (!is_label(label)) return false;
    if (label.size() == text.size()) return true;
    text.remove_prefix(label.size() + 1);
  }
}

std::optional<HttpsUrl> split_https(std::string_view url) {
  constexpr std::string_view kScheme = "https://";
  if (url.size() > kUrlMax || !holds_only(url, kInUrl)) return std::nullopt;
  if (!begins_with(url, kScheme)) return std::nullopt;
  url.remove_prefix(kScheme.size());
  const auto is_end = [](char c) { return c == '/' || c == '?' || c == '#'; };
  const auto authority_end = std::find_if(url.begin(), url.end(), is_end);
  const std::string_view authority = url.substr(0, static_cast<std::size_t>(authority_end - url.begin()));
  const std::size_t colon = authority.find(':');
  HttpsUrl parts{authority.substr(0, colon)};
  if (!is_host(parts.host)) return std::nullopt;
  if (colon == authority.npos) return parts;
  const auto port = port_of(authority.substr(colon + 1));
  if (!port) return std::nullopt;
  parts.port = *port;
  return parts;
}

bool is_link(std::string_view url) {
  const auto parts = split_https(url);
  return parts && parts->port == kDefaultPort;
}

std::string host_of(std::string_view url) {
  return is_link(url) ? lowered(split_https(url)->host) : std::string();
}

bool is_allowed_link(std::string_view url, std::span<const std::string> hosts) {
  const std::string host = host_of(url);
  if (host.empty()) return false;
  return std::any_of(hosts.begin(), hosts.end(),
                     [&](const std::string& entry) { return matches(host, lowered(entry)); });
}

}  // namespace tocsin
