// What a proxy may be told about the user, by who named it.
#include "notifier/receipts/http/proxy.h"

#include <doctest/doctest.h>

#include <string_view>

namespace tocsin {

TEST_CASE("a proxy that was detected is told nothing; NTLM needs a policy") {
  const struct {
    std::string_view name;
    ProxyNamedBy named_by;
    bool negotiate, ntlm;
  } rows[] = {
      {"the machine's policy", ProxyNamedBy::policy, true, true},
      {"a fixed setting of the machine", ProxyNamedBy::machine, true, false},
      {"the session's environment", ProxyNamedBy::environment, true, false},
      {"a fixed setting of the user", ProxyNamedBy::user, false, false},
      {"a script, or the search for one", ProxyNamedBy::script, false, false},
      {"a value that is none of these", static_cast<ProxyNamedBy>(255), false, false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const ProxyAuthentication allowed = proxy_authentication(row.named_by);
    CHECK(allowed.negotiate == row.negotiate);
    CHECK(allowed.ntlm == row.ntlm);
  }
}

}  // namespace tocsin
