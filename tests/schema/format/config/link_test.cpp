// The gate of links, URL by URL.
#include <doctest/doctest.h>

#include "schema/format/config/config.h"
#include "tests/schema/core/https_addresses.h"

using namespace tocsin;

TEST_CASE("links that may be opened, and those that may not") {
  const std::vector<std::string> hosts{"support.example.com", ".docs.example.com", "127.0.0.1",
                                       "xn--bcher-kva.example"};
  const std::string long_path(2048 - 28, 'a');
  struct Row {
    std::string_view name;
    std::string url;
    bool allowed;
  };
  const Row rows[] = {{"plain", "https://support.example.com/kb/1", true},
                      {"no path", "https://support.example.com", true},
                      {"query at once", "https://support.example.com?x=1", true},
                      {"fragment at once", "https://support.example.com#x", true},
                      {"default port said", "https://support.example.com:443/", true},
                      {"upper case", "HTTPS://Support.EXAMPLE.com/", true},
                      {"below a dot", "https://a.docs.example.com/", true},
                      {"two below a dot", "https://a.b.docs.example.com/", true},
                      {"punycode", "https://xn--bcher-kva.example/", true},
                      {"listed address", "https://127.0.0.1/", true},
                      {"at sign in the path", "https://support.example.com/@x", true},
                      {"colon in the path", "https://support.example.com/a:b", true},
                      {"escapes", "https://support.example.com/a%20b%2F", true},
                      {"2,048 bytes", "https://support.example.com/" + long_path, true},
                      {"2,049 bytes", "https://support.example.com/" + long_path + "a", false},
                      {"empty", "", false},
                      {"http", "http://support.example.com/", false},
                      {"ftp", "ftp://support.example.com/", false},
                      {"file", "file:///etc/passwd", false},
                      {"javascript", "javascript:alert(1)//https://support.example.com/", false},
                      {"data", "data:text/html,x", false},
                      {"smb", "smb://support.example.com/x", false},
                      {"ms-msdt", "ms-msdt:/id", false},
                      {"no scheme", "support.example.com/", false},
                      {"scheme-relative", "//support.example.com/", false},
                      {"one slash", "https:/support.example.com/", false},
                      {"three slashes", "https:///support.example.com/", false},
                      {"no host", "https://", false},
                      {"path for a host", "https:///", false},
                      {"another host", "https://example.com/", false},
                      {"longer host", "https://support.example.com.evil.example/", false},
                      {"prefix of a host", "https://evilsupport.example.com/", false},
                      {"below a host without a dot", "https://a.support.example.com/", false},
                      {"the dot's own host", "https://docs.example.com/", false},
                      {"no label before the dot", "https://.docs.example.com/", false},
                      {"user", "https://a@support.example.com/", false},
                      {"user and password", "https://a:b@support.example.com/", false},
                      {"host as user", "https://support.example.com@evil.example/", false},
                      {"host as user, escaped", "https://support.example.com%40evil.example/", false},
                      {"empty user", "https://@support.example.com/", false},
                      {"another port", "https://support.example.com:8443/", false},
                      {"empty port", "https://support.example.com:/", false},
                      {"port with a zero", "https://support.example.com:0443/", false},
                      {"port 443 and more", "https://support.example.com:4430/", false},
                      {"port with a sign", "https://support.example.com:+443/", false},
                      {"trailing dot", "https://support.example.com./", false},
                      {"two dots", "https://support..example.com/", false},
                      {"hyphen first", "https://-a.docs.example.com/", false},
                      {"hyphen last", "https://a-.docs.example.com/", false},
                      {"underscore", "https://a_b.docs.example.com/", false},
                      {"backslash in the host", "https://support.example.com\\@evil.example/", false},
                      {"backslash in the path", "https://support.example.com/a\\b", false},
                      {"blank first", " https://support.example.com/", false},
                      {"blank inside", "https://support.example.com/a b", false},
                      {"tab", "https://support.example.com/\ta", false},
                      {"line feed", "https://support.example.com/\na", false},
                      {"carriage return", "https://support.example.com/\ra", false},
                      {"NUL", std::string("https://support.example.com/\0a", 30), false},
                      {"DEL", "https://support.example.com/\x7F", false},
                      {"IDN look-alike", "https://support.ex\xC3\xA4mple.com/", false},
                      {"UTF-8 in the path", "https://support.example.com/\xC3\xA4", false},
                      {"full-width dot",
                       "https://support\xEF\xBC\x8E"
                       "example.com/",
                       false},
                      {"escaped host", "https://%73upport.example.com/", false},
                      {"IPv6", "https://[::1]/", false},
                      {"another address", "https://127.0.0.2/", false},
                      {"address as a number", "https://2130706433/", false}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(is_allowed_link(row.url, hosts) == row.allowed);
    if (row.allowed) CHECK_FALSE(host_of(row.url).empty());
    CHECK_FALSE(is_allowed_link(row.url, {}));
  }
  CHECK(host_of("https://Support.Example.com:443/x") == "support.example.com");
  CHECK(host_of("https://support.example.com:444/").empty());
}

TEST_CASE("a link of the one table is allowed where its host is listed") {
  for (const HttpsAddressRow& row : https_addresses()) {
    CAPTURE(row.name);
    const std::string host = host_of(row.text);
    CHECK(host.empty() == !row.is_link());
    CHECK(is_allowed_link(row.text, std::vector<std::string>{"localhost", host}) == row.is_link());
  }
}
