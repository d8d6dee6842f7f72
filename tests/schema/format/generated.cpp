#include "tests/schema/format/generated.h"

namespace tocsin::samples {

// Either quote, blanks around the equals sign, white space that is collapsed away.
std::string Generated::attribute(std::string_view name, const std::string& value) {
  const char quote = one_in(3) && value.find('\'') == value.npos ? '\'' : '"';
  const std::string shown = one_in(25) ? " \t" + value + "\n" : value;
  return (one_in(20) ? "\n  " : " ") + std::string(name) + (one_in(20) ? " = " : "=") + quote + shown + quote;
}

std::string Generated::identifier() {
  const std::string fresh = "m" + std::to_string(++serial_);
  return one_in(60) ? pick({"m1", "M1", "", "a b", "ä", "a/b", "-", "a:b"}) : fresh;
}

std::string Generated::element(std::string_view name, const std::string& attributes,
                               const std::string& inside) {
  const std::string start = "<" + std::string(name) + attributes;
  if (inside.empty() && !one_in(8)) return start + (one_in(4) ? " />" : "/>");
  return start + ">" + inside + "</" + std::string(name) + (one_in(30) ? " >" : ">");
}

std::string Generated::between() {
  if (one_in(300)) return pick({"x", "&#32;", "<![CDATA[ ]]>", "<?p?>", "<y/>", "&amp;"});
  return one_in(4) ? pick({" ", "\n", "<!-- c -->", "\t\n ", "<!---->"}) : std::string();
}

std::string Generated::words() {
  std::string out;
  for (std::size_t n = 1 + below(4); n > 0; --n) {
    out +=
        value({"Support", " ends ", "&amp;", "&lt;tag&gt;", "&#xE4;", "\xC3\xBC", "\xF0\x9F\x94\x94",
               "&quot;q&apos;", "]", "{found:av}", "\n", "9.5", "&#8364;", "\xE2\x81\xA6x\xE2\x81\xA9"},
              {"\xE2\x80\xAE", "&#x202E;", "&nbsp;", "\xC2\x85", "&#0;", "]]>", "\xEF\xBF\xBE", "&#xFFFF;",
               "\xFF", "&#x1FFFE;",
               "e\xCC\x81\xCC\x82\xCC\x83\xCC\x84\xCC\x85\xCC\x86\xCC\x87\xCC\x88\xCC\x89", "\xE2\x81\xA6"});
  }
  return out;
}

std::string Generated::inlines() {
  std::string out;
  for (std::size_t n = below(4); n > 0; --n) {
    out += one_in(3) ? "<b>" + words() + "</b>" : one_in(5) ? "<br/>" : one_in(12) ? "<!-- c -->" : words();
    if (one_in(300)) out += pick({"<i>x</i>", "<b><br/></b>", "<br>x</br>", "<a href='x'/>", "<b x='1'/>"});
  }
  return out;
}

std::string Generated::body() {
  std::string out;
  for (std::size_t n = one_in(200) ? 0 : 1 + below(3); n > 0; --n) {
    out += between();
    if (!one_in(4)) {
      out += "<p>" + inlines() + "</p>";
      continue;
    }
    out += "<ul>";
    for (std::size_t items = one_in(100) ? 0 : 1 + below(2); items > 0; --items)
      out += "<li>" + inlines() + "</li>" + between();
    out += "</ul>";
  }
  return "<body>" + out + "</body>";
}

std::string Generated::source() {
  const Pool paths{"/etc/a", "/a/.b/..c", "C:\\a\\b.txt", "%ProgramFiles(x86)%\\V", "/a b/c", "/\xC3\xA4"};
  const Pool bad_paths{"etc/a", "/a/../b", "/a/./b",       "/",    "",     "\\\\srv\\a",
                       "C:a",   "C:\\a.",  "C:\\a\\..\\b", "C:/a", "%\\a", "/a//b"};
  const std::string scheme = maybe("scheme", {"dotted", "semver", "deb"}, {"rpm", "", "Deb"});
  switch (below(7)) {
    case 0:
      return element("registry",
                     attribute("key", value({"HKLM\\Software\\V", "HKLM\\a"},
                                            {"HKCU\\a", "HKLM", "HKLM\\", "HKLM\\a\\\\b"})) +
                         maybe("value", {"Version", "", "a b"}, {"\xC2\x85"}) + scheme,
                     "");
    case 1:
      return element("uninstall", attribute("name", value({"Example AV", "x"}, {""})) + scheme, "");
    case 2:
      return element("file", attribute("path", value(paths, bad_paths)) + scheme, "");
    case 3:
      return element("service",
                     attribute("name", value({"example", "a@b", "\xC3\xA4"}, {"", "a/b", "a\\b"})) + scheme,
                     "");
    case 4:
      return element(
          "package",
          attribute("name", value({"example-av", "libc6:amd64", "a+b"}, {"", "-a", "a b", "\xC3\xA4"})) +
              scheme,
          "");
    case 5:
      return element("keyfile",
                     attribute("path", value(paths, bad_paths)) +
                         attribute("key", value({"VERSION_ID", "a.b"}, {"", "1a", "a b", "a=b"})) + scheme,
                     "");
    default:
      return element("config",
                     attribute("path", value(paths, bad_paths)) +
                         attribute("at", value({"[s]k", "[]k", "/a/b", "/a/b@c", "[a b]c d"},
                                               {"", "[s]", "s]k", "/a//b", "/a@", "/a@b@c", "[a]b=c", "k"})) +
                         scheme,
                     "");
  }
}

std::string Generated::sources() {
  std::string out;
  for (std::size_t n = one_in(60) ? 0 : 1 + below(3); n > 0; --n) out += source() + between();
  return out;
}

std::string Generated::detect() {
  std::string out = one_in(2) ? "<host>" + sources() + "</host>" : std::string();
  for (std::size_t n = below(4); n > 0; --n) {
    out += between() + (one_in(2) ? element("console", attribute("type", identifier()), sources())
                                  : element("component", attribute("id", identifier()), sources()));
  }
  if (one_in(100)) out += pick({"<host><file path='/a'/></host>", "<printer id='x'/>", "<console/>"});
  return element("detect", "", out);
}

std::string Generated::leaf() {
  const std::string version =
      maybe("version", {"[1,2)", "(,1.0]", "[9.5]", "(1:2~rc1-1,)", "[1,2) [3,4]"},
            {"1.0", "(1)", "[,1]", "(,)", "[1,2)  [3,4]", "[1,2),[3,4]", "", "[2,1]", "[a b]", "[1,2"});
  switch (below(4)) {
    case 0:
      return element("console", attribute("type", value({"management", "c-1"}, {"", "a b"})) + version, "");
    case 1:
      return element("component", attribute("id", value({"anti-virus", "x.y_z"}, {"", "a/b"})) + version, "");
    case 2:
      return element("os",
                     maybe("family", {"linux", "windows"}, {"Linux", "mac", ""}) +
                         maybe("id", {"debian", "server"}, {"", "a b"}) + version +
                         maybe("arch", {"x86_64", "arm64"}, {"x86", ""}),
                     "");
    default:
      return element("locale",
                     attribute("match", value({"de", "de en-GB", "*", "de-*", "zh-Hant fr"},
                                              {"", "de_DE", "*-de", "de,en", "toolonglanguage", "-"})),
                     "");
  }
}

std::string Generated::condition(int depth) {
  if (one_in(150)) return pick({"<gpu vendor='x'/>", "<all/>", "<not/>", "<component id='a' colour='red'/>"});
  if (depth == 0 || one_in(2)) return leaf();
  if (one_in(5)) return "<not>" + between() + condition(depth - 1) + (one_in(80) ? leaf() : "") + "</not>";
  std::string out;
  for (std::size_t n = 1 + below(3); n > 0; --n) out += between() + condition(depth - 1);
  const std::string name = pick({"all", "any", "none"});
  return "<" + name + ">" + out + "</" + name + ">";
}

std::string Generated::text(std::string_view locale) {
  std::string out =
      "<title>" + (one_in(100) ? std::string() : "T " + words()) + "</title>" + between() + body();
  if (one_in(3)) {
    out += element(
        "link",
        attribute("href",
                  value({"https://example.com/", "HTTPS://a-b.example:443?x#y", "https://xn--a.b/%5b1%5D"},
                        {"http://a.b/", "https://u@a.b/", "https://a.b:444/", "https://-a.b/",
                         "https://a..b/", "https://a.b/ x", "https://a.b\\c", "", "https://a.b/&lt;",
                         "https://a.b/[1]", "https://a.b/%2", "https://a.b/#a#b"})),
        "L" + words());
  }
  if (one_in(200)) out += "<title>again</title>";
  return element("text", attribute("locale", std::string(locale)), between() + out);
}

std::string Generated::message() {
  const Pool times{"2026-01-01T00:00:00Z", "2024-02-29T23:59:59Z", "2027-12-31T00:00:00Z"};
  const Pool no_times{"2023-02-29T00:00:00Z", "2026-01-01T24:00:00Z",      "2026-01-01T00:00:60Z",
                      "2026-01-01",           "2026-01-01T00:00:00+00:00", "0000-01-01T00:00:00Z",
                      "2026-1-1T00:00:00Z",   "2026-01-01t00:00:00Z",      "12026-01-01T00:00:00Z"};
  std::string attributes = attribute("id", identifier());
  attributes += attribute("category", value({"lifecycle", "security", "maintenance", "licence", "outage"},
                                            {"marketing", "", "Security"}));
  attributes += attribute("severity", value({"info", "warning", "critical"}, {"high", ""}));
  attributes += attribute("expires", value(times, no_times)) + maybe("not-before", times, no_times) +
                maybe("act-by", times, no_times);
  attributes += maybe("revision", {"3", "4294967295"}, {"0", "01", "4294967296", "-1", "+1", "1.0", ""});
  attributes +=
      maybe("when-unknown", {"hide", "show"}, {"no"}) + maybe("scope", {"user", "machine"}, {"all"});
  attributes += maybe("until", {"acknowledged", "resolved"}, {"never"}) +
                maybe("reference", {"KB-1", ""}, {"a\xC2\x85", "12345678901234567890123456789012345678901"});
  if (one_in(3)) attributes += attribute("audience", value({"all"}, {"some", ""}));
  if (one_in(150)) attributes += pick({" id='twice'", " colour='red'", " xml:lang='de'", " x:y='1'"});
  std::string inside = between() + (one_in(8) ? "" : "<when>" + condition(3) + "</when>") + between();
  for (std::size_t n = below(3) / 2; n > 0; --n)
    inside += element("supersedes", attribute("id", identifier()), "");
  inside += text(value({"en", "de", "en-GB"}, {"", "de_DE", "d", "en-a"})) + between();
  if (one_in(3)) inside += text(value({"fr", "zh-Hant-TW", "x-a", "i-klingon"}, {"en", "fr-", "i-unknown"}));
  if (one_in(150)) inside += "<when><os/></when>";
  return element("message", attributes, inside);
}

std::string Generated::catalog() {
  std::string out = one_in(3)
                        ? pick({"<?xml version=\"1.0\"?>\n", "<?xml version='1.0' encoding='utf-8'?>",
                                "<!-- c -->\n", "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>"})
                        : "";
  out += "<catalog xmlns=\"urn:tocsin:catalog:1\"" +
         attribute("default-locale", value({"en", "de-CH"}, {"", "en_US"})) + ">";
  if (one_in(2)) out += between() + detect();
  for (std::size_t n = below(3); n > 0; --n) out += between() + message();
  for (std::size_t n = below(2); n > 0; --n)
    out +=
        element("withdrawn", attribute("id", identifier()) + maybe("notify", {"yes", "no"}, {"maybe"}), "");
  if (one_in(150)) out += detect();
  return out + between() + "</catalog>" + (one_in(5) ? "\n" : "") + (one_in(200) ? "<x/>" : "");
}

std::string Generated::config() {
  std::string settings;
  for (const std::string_view key :
       {"ReceiptUrl", "ReceiptOutcomes", "MaxNoticesPerLogon", "LinkHosts", "SupportUrl"}) {
    if (one_in(2)) continue;
    const std::string chosen =
        one_in(60) ? pick({"Unknown", "receipturl", "", "LinkHosts"}) : std::string(key);
    const std::string good = key == "MaxNoticesPerLogon" ? "5"
                             : key == "ReceiptOutcomes"  ? "displayed"
                             : key == "LinkHosts"        ? "support.example.com .docs.example.com"
                             : key == "SupportUrl"       ? "https://support.example.com/x"
                                                         : "https://receipts.example.com/x";
    settings += between() + element("add",
                                    attribute("key", chosen) +
                                        (one_in(80) ? "" : attribute("value", one_in(40) ? words() : good)) +
                                        (one_in(100) ? " x='1'" : ""),
                                    "");
  }
  const std::string section = element(one_in(100) ? "appsettings" : "appSettings", "", settings);
  return "<configuration>" + between() + section + between() + (one_in(100) ? section : "") +
         "</configuration>";
}

}  // namespace tocsin::samples
