// The user's proxy settings and script (PAC), otherwise the machine's, through WinHTTP. The environment is
// not read.
#include <windows.h>
#include <winhttp.h>

#include <algorithm>

#include "notifier/receipts/http/proxy.h"
#include "notifier/receipts/http/win/proxy_list.h"
#include "schema/core/https_address.h"
#include "schema/platform/policy_values.h"
#include "schema/platform/win/wide_text.h"

namespace tocsin {
namespace {

/// Removes the next entry from the list; empty at the end of the list.
std::string take_entry(std::string_view& list) {
  constexpr std::string_view kBetween = "; \t\r\n";
  list.remove_prefix(std::min(list.find_first_not_of(kBetween), list.size()));
  const std::string_view entry = list.substr(0, list.find_first_of(kBetween));
  list.remove_prefix(entry.size());
  return lowered(entry);
}

/// The text after `sign`; the text before it goes to `before`.
std::string_view split(std::string_view text, std::string_view sign, std::string_view& before) {
  const std::size_t at = text.find(sign);
  before = at == std::string_view::npos ? std::string_view() : text.substr(0, at);
  return at == std::string_view::npos ? text : text.substr(at + sign.size());
}

/// Backtracks to the last star only, so that the time is at most the product of the lengths.
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
  const std::string name = lowered(host);
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

namespace {

/// A text that WinHTTP allocated and its caller must free.
class Text {
 public:
  Text() = default;
  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;
  ~Text() { ::GlobalFree(text_); }
  LPWSTR& out() { return text_; }
  [[nodiscard]] std::string get() const { return text_ == nullptr ? std::string() : narrow(text_); }
  [[nodiscard]] bool empty() const { return text_ == nullptr || *text_ == L'\0'; }

 private:
  LPWSTR text_ = nullptr;
};

struct Named {
  std::string list;
  std::string round;
  ProxyNamedBy by = ProxyNamedBy::machine;
};

class Session {
 public:
  Session()
      : handle_(::WinHttpOpen(nullptr, WINHTTP_ACCESS_TYPE_NO_PROXY, WINHTTP_NO_PROXY_NAME,
                              WINHTTP_NO_PROXY_BYPASS, 0)) {
    constexpr int kEachMs = 5'000;
    if (handle_ != nullptr) ::WinHttpSetTimeouts(handle_, kEachMs, kEachMs, kEachMs, kEachMs);
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() {
    if (handle_ != nullptr) ::WinHttpCloseHandle(handle_);
  }
  [[nodiscard]] HINTERNET get() const { return handle_; }

 private:
  HINTERNET handle_;
};

/// The script's answer; nullopt: there is no script, or it cannot be fetched or run. It is fetched without
/// the user's credentials.
std::optional<Named> by_script(const std::string& target, bool detect, const Text& script) {
  WINHTTP_AUTOPROXY_OPTIONS options = {};
  if (detect) {
    options.dwFlags |= WINHTTP_AUTOPROXY_AUTO_DETECT;
    options.dwAutoDetectFlags = WINHTTP_AUTO_DETECT_TYPE_DHCP | WINHTTP_AUTO_DETECT_TYPE_DNS_A;
  }
  const std::wstring address = wide(script.get());
  if (!address.empty()) {
    options.dwFlags |= WINHTTP_AUTOPROXY_CONFIG_URL;
    options.lpszAutoConfigUrl = address.c_str();
  }
  const Session session;
  if (options.dwFlags == 0 || session.get() == nullptr) return std::nullopt;
  WINHTTP_PROXY_INFO info = {};
  if (::WinHttpGetProxyForUrl(session.get(), wide(target).c_str(), &options, &info) == 0) return std::nullopt;
  Text list, round;
  list.out() = info.lpszProxy;
  round.out() = info.lpszProxyBypass;
  return Named{list.get(), round.get(), ProxyNamedBy::script};
}

/// `netsh winhttp set proxy`, for machines whose users have no settings.
Named by_machine() {
  WINHTTP_PROXY_INFO info = {};
  if (::WinHttpGetDefaultProxyConfiguration(&info) == 0) return {};
  Text list, round;
  list.out() = info.lpszProxy;
  round.out() = info.lpszProxyBypass;
  return {list.get(), round.get(), ProxyNamedBy::machine};
}

Named by_settings(const std::string& target) {
  WINHTTP_CURRENT_USER_IE_PROXY_CONFIG config = {};
  if (::WinHttpGetIEProxyConfigForCurrentUser(&config) == 0) return by_machine();
  Text script, list, round;
  script.out() = config.lpszAutoConfigUrl;
  list.out() = config.lpszProxy;
  round.out() = config.lpszProxyBypass;
  if (auto named = by_script(target, config.fAutoDetect != FALSE, script)) return *named;
  return list.empty() ? by_machine() : Named{list.get(), round.get(), ProxyNamedBy::user};
}

}  // namespace

std::optional<SystemProxy> system_proxy(const std::string& target) {
  const auto address = parse_https_address(target);
  if (!address) return SystemProxy{};
  const Named named = by_settings(target);
  const std::string url =
      goes_round(named.round, address->host) ? std::string() : proxy_for_https(named.list);
  return SystemProxy{url, named.by};
}

}  // namespace tocsin
