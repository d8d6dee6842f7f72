// The user's proxy settings and their script (PAC), else the machine's own, all by WinHTTP. The environment
// is not asked. Layer: notifier/receipts/http, Windows only.
#include "notifier/receipts/http/proxy.h"

#include <windows.h>

#include <winhttp.h>

#include "notifier/receipts/http/win/proxy_list.h"
#include "notifier/receipts/https_url.h"
#include "schema/platform/win/wide_text.h"

namespace tocsin {
namespace {

/// Text that WinHTTP hands over to its caller.
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

/// What the script says; nullopt: there is none, or it cannot be had or run. It is fetched without the user's
/// credentials.
std::optional<Named> by_script(const std::string& target, bool detect, const Text& script) {
  WINHTTP_AUTOPROXY_OPTIONS wish = {};
  if (detect) {
    wish.dwFlags |= WINHTTP_AUTOPROXY_AUTO_DETECT;
    wish.dwAutoDetectFlags = WINHTTP_AUTO_DETECT_TYPE_DHCP | WINHTTP_AUTO_DETECT_TYPE_DNS_A;
  }
  const std::wstring address = wide(script.get());
  if (!address.empty()) {
    wish.dwFlags |= WINHTTP_AUTOPROXY_CONFIG_URL;
    wish.lpszAutoConfigUrl = address.c_str();
  }
  const Session session;
  if (wish.dwFlags == 0 || session.get() == nullptr) return std::nullopt;
  WINHTTP_PROXY_INFO info = {};
  if (::WinHttpGetProxyForUrl(session.get(), wide(target).c_str(), &wish, &info) == 0) return std::nullopt;
  Text list, round;
  list.out() = info.lpszProxy;
  round.out() = info.lpszProxyBypass;
  return Named{list.get(), round.get()};
}

/// `netsh winhttp set proxy`, for machines whose users have no settings.
Named by_machine() {
  WINHTTP_PROXY_INFO info = {};
  if (::WinHttpGetDefaultProxyConfiguration(&info) == 0) return {};
  Text list, round;
  list.out() = info.lpszProxy;
  round.out() = info.lpszProxyBypass;
  return {list.get(), round.get()};
}

Named by_settings(const std::string& target) {
  WINHTTP_CURRENT_USER_IE_PROXY_CONFIG config = {};
  if (::WinHttpGetIEProxyConfigForCurrentUser(&config) == 0) return by_machine();
  Text script, list, round;
  script.out() = config.lpszAutoConfigUrl;
  list.out() = config.lpszProxy;
  round.out() = config.lpszProxyBypass;
  if (auto named = by_script(target, config.fAutoDetect != FALSE, script)) return *named;
  return list.empty() ? by_machine() : Named{list.get(), round.get()};
}

}  // namespace

std::optional<std::string> system_proxy(const std::string& target) {
  const auto address = parse_https_url(target);
  if (!address) return std::string();
  const Named named = by_settings(target);
  return goes_round(named.round, address->host) ? std::string() : proxy_for_https(named.list);
}

}  // namespace tocsin
