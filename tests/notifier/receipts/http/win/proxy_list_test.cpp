// Windows' lists of proxies and exceptions.
#include "notifier/receipts/http/win/proxy_list.h"

#include <doctest/doctest.h>

#include "notifier/receipts/http/proxy.h"
#include "tests/schema/platform/scratch.h"

using namespace tocsin;

TEST_CASE("proxy_for_https") {
  struct Row {
    std::string_view name, list, wanted;
  };
  const Row rows[] = {
      {"for all", "proxy.example:8080", "http://proxy.example:8080"},
      {"no port", "proxy.example", "http://proxy.example"},
      {"with a scheme", "http://proxy.example:8080", "http://proxy.example:8080"},
      {"reached by TLS", "https://proxy.example:8443", "https://proxy.example:8443"},
      {"one for each", "http=a:80;https=b:81;ftp=c:82", "http://b:81"},
      {"one for each, reached by TLS", "https=https://b:443", "https://b:443"},
      {"its own before that for all", "a:80;https=b:81", "http://b:81"},
      {"for all beside others", "http=a:80;b:81", "http://b:81"},
      {"the first of several", "a:80;b:81", "http://a:80"},
      {"by blanks", " a:80  b:81 ", "http://a:80"},
      {"capital letters", "HTTPS=Proxy.Example:8080", "http://proxy.example:8080"},
      {"IPv6", "[::1]:8080", "http://[::1]:8080"},
      {"after one that is none", "a b:80:90;c:81", "http://a"},
      {"only for others", "http=a:80;ftp=c:82", ""},
      {"SOCKS", "socks=a:1080", ""},
      {"SOCKS by scheme", "socks5://a:1080", ""},
      {"user and password", "user:secret@a:80", ""},
      {"path", "http://a:80/x", ""},
      {"port 0", "a:0", ""},
      {"port too large", "a:65536", ""},
      {"port not a number", "a:b", ""},
      {"control characters", "a\x01:80", ""},
      {"not ASCII", "\xC3\xA4:80", ""},
      {"quote", "\"a\":80", ""},
      {"equals signs", "==;https==a:80", ""},
      {"separators", ";; ;", ""},
      {"empty", "", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(proxy_for_https(row.list) == row.wanted);
  }
}

TEST_CASE("goes_round") {
  struct Row {
    std::string_view name, list, host;
    bool wanted;
  };
  constexpr std::string_view kHost = "receipts.example.com";
  const Row rows[] = {
      {"exactly", "receipts.example.com", kHost, true},
      {"any case", "Receipts.Example.COM", kHost, true},
      {"a domain", "*.example.com", kHost, true},
      {"all", "*", kHost, true},
      {"star at the end", "receipts.*", kHost, true},
      {"star within", "receipts.*.com", kHost, true},
      {"two stars", "*ipts*ple*", kHost, true},
      {"second of the list", "a;*.example.com", kHost, true},
      {"by blanks", "a  receipts.example.com", kHost, true},
      {"with its scheme", "https://receipts.example.com", kHost, true},
      {"with the port", "receipts.example.com:443", kHost, true},
      {"addresses", "10.*", "10.1.2.3", true},
      {"local name", "<local>", "receipts", true},
      {"localhost is local", "<local>", "localhost", true},
      {"no local name", "<local>", kHost, false},
      {"an address is no local name", "<local>", "[::1]", false},
      {"another scheme", "http://receipts.example.com", kHost, false},
      {"another port", "receipts.example.com:8443", kHost, false},
      {"another host", "example.com", kHost, false},
      {"a part of it", "receipts.example", kHost, false},
      {"an ending of it", "example.com", kHost, false},
      {"a longer one", "receipts.example.com.evil", kHost, false},
      {"the domain itself", "*.receipts.example.com", kHost, false},
      {"letters between stars in another order", "*ple*ipts*", kHost, false},
      {"question mark is a letter", "receipts.example.co?", kHost, false},
      {"empty list", "", kHost, false},
      {"separators", "; ;", kHost, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(goes_round(row.list, row.host) == row.wanted);
  }
  const std::string host(253, 'a');
  std::string hard;
  for (int n = 0; n < 2000; ++n) hard += "a*";
  CHECK_FALSE(goes_round(hard + "b", host));
}

TEST_CASE("system_proxy: Windows' settings, not the environment's") {
  const Variable proxy("https_proxy", "http://127.0.0.1:9"), all("ALL_PROXY", "http://127.0.0.1:9");
  const auto named = system_proxy("https://localhost/v1/receipts");
  REQUIRE(named.has_value());
  CHECK(named->url.find(":9") == std::string::npos);
  const auto none = system_proxy("no address");
  REQUIRE(none.has_value());
  CHECK(none->url.empty());
}
