// The one table of https addresses: what each may be used for. Every reader of addresses is tested with it,
// in its own folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

struct HttpsAddressRow {
  enum class Is { nothing, address, server, link, server_and_link };
  std::string_view name;
  std::string text;
  Is is = Is::nothing;

  [[nodiscard]] bool is_address() const { return is != Is::nothing; }
  /// Host and port alone: what ReceiptRelay takes.
  [[nodiscard]] bool is_server() const { return is == Is::server || is == Is::server_and_link; }
  /// What links and SupportUrl take.
  [[nodiscard]] bool is_link() const { return is == Is::link || is == Is::server_and_link; }
  [[nodiscard]] bool has_fragment() const { return text.find('#') != std::string::npos; }
};

/// The host is localhost wherever the host is not what the row is about: it is one of the brand's receipt
/// hosts.
inline std::vector<HttpsAddressRow> https_addresses() {
  using Is = HttpsAddressRow::Is;
  const std::string label(63, 'a');
  const std::string host_of_253 = label + '.' + label + '.' + label + '.' + std::string(61, 'b');
  const std::string path_of_2031(2031, 'p');  // behind "https://localhost": 2,048 bytes
  return {
      {"host alone", "https://localhost", Is::server_and_link},
      {"slash", "https://localhost/", Is::server_and_link},
      {"path", "https://localhost/a/b", Is::link},
      {"two slashes", "https://localhost//", Is::link},
      {"query", "https://localhost/a?b=c&d=e", Is::link},
      {"query at once", "https://localhost?b", Is::link},
      {"fragment", "https://localhost/a#b", Is::link},
      {"fragment at once", "https://localhost#b", Is::link},
      {"empty fragment", "https://localhost/#", Is::link},
      {"question mark in the query", "https://localhost/?a?b", Is::link},
      {"question mark in the fragment", "https://localhost/#a?b", Is::link},
      {"at sign and colon in the path", "https://localhost/@a:b", Is::link},
      {"marks that a path may hold", "https://localhost/-._~!$&'()*+,;=:@", Is::link},
      {"escapes", "https://localhost/%20%0a%2F", Is::link},
      {"upper case", "HTTPS://LocalHost/A", Is::link},
      {"upper case, host alone", "HTTPS://LOCALHOST", Is::server_and_link},
      {"port 443", "https://localhost:443", Is::server_and_link},
      {"another port", "https://localhost:8443", Is::server},
      {"another port and a path", "https://localhost:8443/a", Is::address},
      {"least port", "https://localhost:1", Is::server},
      {"greatest port", "https://localhost:65535", Is::server},
      {"labels", "https://a.b-c.d--e.example", Is::server_and_link},
      {"punycode", "https://xn--bcher-kva.example", Is::server_and_link},
      {"IPv4", "https://127.0.0.1", Is::server_and_link},
      {"IPv6", "https://[2001:db8::1]", Is::server},
      {"IPv6 and port", "https://[::1]:8443/", Is::server},
      {"IPv6, all groups", "https://[1:2:3:4:5:6:7:8]", Is::server},
      {"IPv6, no address", "https://[::]", Is::server},
      {"IPv6 and a path", "https://[::1]/a", Is::address},
      {"label of 63", "https://" + label, Is::server_and_link},
      {"host of 253", "https://" + host_of_253, Is::server_and_link},
      {"2,048 bytes", "https://localhost" + ("/" + path_of_2031).substr(0, 2031), Is::link},

      {"2,049 bytes", "https://localhost/" + path_of_2031},
      {"label of 64", "https://" + label + "a"},
      {"host of 254", "https://" + host_of_253 + "b"},
      {"empty", ""},
      {"scheme alone", "https://"},
      {"no scheme", "localhost"},
      {"no scheme, port", "localhost:443"},
      {"relative", "//localhost/"},
      {"http", "http://localhost/"},
      {"ftp", "ftp://localhost/"},
      {"longer scheme", "xhttps://localhost/"},
      {"file", "file:///etc/passwd"},
      {"javascript", "javascript:alert(1)//https://localhost/"},
      {"data", "data:text/html,x"},
      {"path of Windows", "C:\\Windows\\notepad.exe"},
      {"option", "--help"},
      {"one slash", "https:/localhost"},
      {"three slashes", "https:///localhost"},
      {"backslashes", "https:\\\\localhost\\"},
      {"user", "https://user@localhost/"},
      {"user and password", "https://user:word@localhost/"},
      {"empty user", "https://@localhost/"},
      {"host as a user", "https://localhost@evil.example/"},
      {"host as a user, escaped", "https://localhost%40evil.example/"},
      {"host as a user, backslash", "https://localhost\\@evil.example/"},
      {"escaped host", "https://%6cocalhost/"},
      {"no host but a port", "https://:443/"},
      {"no host but a query", "https://?a"},
      {"dot first", "https://.localhost/"},
      {"dot last", "https://localhost./"},
      {"two dots", "https://a..b/"},
      {"hyphen first", "https://-localhost/"},
      {"hyphen last", "https://localhost-/"},
      {"hyphen before a dot", "https://a-.b/"},
      {"underscore", "https://local_host/"},
      {"IDN",
       "https://b\xC3\xBC"
       "cher.example/"},
      {"full-width dot",
       "https://a\xEF\xBC\x8E"
       "b/"},
      {"port 0", "https://localhost:0/"},
      {"port 65536", "https://localhost:65536/"},
      {"port of six digits", "https://localhost:100443/"},
      {"port empty", "https://localhost:/"},
      {"port with a zero", "https://localhost:0443/"},
      {"port with a sign", "https://localhost:+443/"},
      {"port by name", "https://localhost:https/"},
      {"two ports", "https://localhost:1:2/"},
      {"blank before the port", "https://localhost: 443/"},
      {"IPv6 without brackets", "https://2001:db8::1/"},
      {"IPv6, bracket left open", "https://[::1/"},
      {"IPv6, bracket opened late", "https://::1]/"},
      {"IPv6, nothing in brackets", "https://[]/"},
      {"IPv6, seven groups", "https://[1:2:3:4:5:6:7]/"},
      {"IPv6, nine groups", "https://[1:2:3:4:5:6:7:8:9]/"},
      {"IPv6, eight groups and a gap", "https://[1:2:3:4::5:6:7:8]/"},
      {"IPv6, two gaps", "https://[1::2::3]/"},
      {"IPv6, three colons", "https://[:::1]/"},
      {"IPv6, five digits", "https://[12345::1]/"},
      {"IPv6, no hex", "https://[g::1]/"},
      {"IPv6, dots", "https://[1.2.3]/"},
      {"IPv6, zone", "https://[fe80::1%25eth0]/"},
      {"IPv6 and a name", "https://[::1]a/"},
      {"name in brackets", "https://[localhost]/"},
      {"two fragments", "https://localhost/#a#b"},
      {"escape of one digit", "https://localhost/%2"},
      {"escape without digits", "https://localhost/%zz"},
      {"escape in the fragment", "https://localhost/#%"},
      {"quotation mark", "https://localhost/a\"b"},
      {"less than", "https://localhost/a<b"},
      {"greater than", "https://localhost/a>b"},
      {"backslash", "https://localhost/a\\b"},
      {"caret", "https://localhost/a^b"},
      {"backtick", "https://localhost/`id`"},
      {"braces", "https://localhost/{a}"},
      {"bar", "https://localhost/a|b"},
      {"brackets in the path", "https://localhost/a[1]"},
      {"blank first", " https://localhost/"},
      {"blank last", "https://localhost/ "},
      {"blank inside", "https://localhost/a b"},
      {"tab", "https://localhost/a\tb"},
      {"line feed", "https://localhost/a\nb"},
      {"carriage return", "https://localhost/a\rb"},
      {"header behind a line end", "https://localhost/\r\nHost: evil.example"},
      {"NUL", std::string("https://localhost/\0a", 20)},
      {"DEL", "https://localhost/\x7F"},
      {"UTF-8 in the path", "https://localhost/\xC3\xA4"},
  };
}

}  // namespace tocsin
