// The proxy for an address, who named it, and what it may be told about the user. Pure but for
// system_proxy().
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace tocsin {

/// Who named the proxy.
enum class ProxyNamedBy : std::uint8_t {
  policy,       // the machine's policy `Proxy`
  machine,      // a fixed setting of the machine (`netsh winhttp set proxy`)
  user,         // a fixed setting of the user's (Internet Options)
  environment,  // https_proxy of the session (POSIX)
  script,       // a script (PAC), or a host that answered the search for one (WPAD)
};

struct SystemProxy {
  std::string url;  // "http://host:port"; empty: no proxy
  ProxyNamedBy named_by = ProxyNamedBy::machine;
};

/// What the system's settings name for an address. nullopt: libcurl reads them itself (POSIX: the
/// environment).
[[nodiscard]] std::optional<SystemProxy> system_proxy(const std::string& target);

/// How a proxy that asks for credentials may be answered: with the logged-on user's own, without a password,
/// and only in ways in which the answer is of no use elsewhere.
struct ProxyAuthentication {
  bool negotiate = false;
  bool ntlm = false;
};

/// A proxy that was detected can be anybody's: it could pass an administrator's answer on to another server.
/// NTLM is not bound to the server at all, so that it needs a policy.
[[nodiscard]] ProxyAuthentication proxy_authentication(ProxyNamedBy named_by);

}  // namespace tocsin
