// Windows' lists of proxies. Layer: notifier/receipts/http, Windows only.
#include "notifier/receipts/http/win/proxy_list.h"

#include <algorithm>

#include "schema/platform/policy_values.h"

namespace tocsin {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

/// The next entry, taken off the list; empty at its end.
std::string take_entry(std::string_view& list) {
  constexpr std::string_view kBetween = "; \t\r\n";
  list.remove_prefix(std::min(list.find_first_not_of(kBetween), list.size()));
  const std::string_view entry = list.substr(0, list.find_first_of(kBetween));
  list.remove_prefix(entry.size());
  return lower(entry);
}

/// What stands behind `sign`, with what stood before it put into `before`.
std::string_view split(std::string_view text, std::string_view sign, std::string_view& before) {
  const std::size_t at = text.find(sign);
  before = at == std::string_view::npos ? std::string_view() : text.substr(0, at);
  return at == std::string_view::npos ? text : text.substr(at + sign.size());
}

/// Backtracks to the last star alone: no pattern takes more than the product of the lengths.
bool matches(std::string_view pattern, std::string_view text) {
  std::size_t at = 0, from = 0, star = std::string_view::npos, kept = 0;
  while (from < text.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      kept = from;
    } else if (at < pattern.size() && pattern[at] == text[from]) {
      ++at, ++from;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      from = ++kept;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', at) == std::string_view::npos;
}

bool is_local(std::string_view host) {
  return host.find('.') == std::string_view::npos && !host.starts_with('[');
}

}  // namespace

std::string proxy_for_https(std::string_view list) {
  std::string for_all;
  for (std::string entry = take_entry(list); !entry.empty(); entry = take_entry(list)) {
    std::string_view purpose, scheme;
    const std::string_view address = split(split(entry, "=", purpose), "://", scheme);
    const bool is_fit = is_proxy(address) && (scheme.empty() || scheme == "http" || scheme == "https");
    if (!is_fit) continue;
    std::string url = std::string(scheme.empty() ? "http" : scheme) + "://" + std::string(address);
    if (purpose == "https") return url;
    if (purpose.empty() && for_all.empty()) for_all = url;
  }
  return for_all;
}

bool goes_round(std::string_view list, std::string_view host) {
  const std::string name = lower(host);
  for (std::string entry = take_entry(list); !entry.empty(); entry = take_entry(list)) {
    if (entry == "<local>" && is_local(name)) return true;
    std::string_view scheme;
    std::string_view pattern = split(entry, "://", scheme);
    if (!scheme.empty() && scheme != "https") continue;
    if (pattern.ends_with(":443")) pattern.remove_suffix(4);
    if (matches(pattern, name)) return true;
  }
  return false;
}

}  // namespace tocsin
