// A table. Nothing is asked here.
#include "notifier/receipts/http/proxy.h"

namespace tocsin {

ProxyAuthentication proxy_authentication(ProxyNamedBy named_by) {
  switch (named_by) {
    case ProxyNamedBy::policy:
      return {.negotiate = true, .ntlm = true};
    case ProxyNamedBy::machine:
    case ProxyNamedBy::environment:
      return {.negotiate = true, .ntlm = false};
    case ProxyNamedBy::user:
    case ProxyNamedBy::script:
      break;
  }
  return {};
}

}  // namespace tocsin
