// Addresses whose hosts are listed: links that may be opened, and where receipts may go.
#include <algorithm>
#include <string>

#include "schema/core/https_address.h"
#include "schema/format/config/config.h"

namespace tocsin {

namespace {

bool matches(std::string_view host, std::string_view entry) {
  if (entry.empty() || entry.front() != '.') return host == entry;
  return host.size() > entry.size() && host.ends_with(entry);
}

}  // namespace

std::string host_of(std::string_view url) {
  return is_link(url) ? lowered(parse_https_address(url)->host) : std::string();
}

bool is_receipt_address(std::string_view url, const Brand& brand) {
  const auto address = parse_https_address(url);
  return address && address->fragment.empty() &&
         std::ranges::any_of(brand.receipt_hosts,
                             [&](std::string_view host) { return equal_ignoring_case(host, address->host); });
}

bool is_allowed_link(std::string_view url, std::span<const std::string> hosts) {
  const std::string host = host_of(url);
  if (host.empty()) return false;
  return std::any_of(hosts.begin(), hosts.end(),
                     [&](const std::string& entry) { return matches(host, lowered(entry)); });
}

}  // namespace tocsin
