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
  const std::string scheme = maybe("scheme", {"dotted", "semver", "deb"}, {"rpm", "", "Deb", "upstream"});
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
              maybe("scheme", {"dotted", "semver", "deb", "upstream"}, {"rpm", "", "Upstream"}),
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
      return element(
          "component",
          attribute("id", value({"anti-virus", "x.y_z"}, {"", "a/b"})) + version +
              maybe("value", {"on", "enabled disabled", " a \n b ", std::string(64, 'x'), "\xC3\xA4"},
                    {"", " ", std::string(65, 'x'), "a " + std::string(65, 'x')}),
          "");
    case 2:
      return element("os",
                     maybe("family", {"linux", "windows"}, {"Linux", "mac", ""}) +
                         maybe("id", {"debian", "server"}, {"", "a b"}) +
                         maybe("like", {"debian", "rhel"}, {"", "rhel fedora"}) + version +
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
                  value({"https://example.com/", "HTTPS://a-b.example:443?x#y", "https://xn--a.b/[1]"},
                        {"http://a.b/", "https://u@a.b/", "https://a.b:444/", "https://-a.b/",
                         "https://a..b/", "https://a.b/ x", "https://a.b\\c", "", "https://a.b/&lt;"})),
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
  const Pool days{"2027-01-31", "2024-02-29", "9999-12-31"};
  const Pool no_days{"2023-02-29",       "0000-01-01",  "2027-1-31", "2027-01-31Z",
                     "2027-01-31+01:00", "-2027-01-31", ""};
  std::string attributes = attribute("id", identifier());
  attributes += attribute("category", value({"lifecycle", "security", "maintenance", "licence", "outage"},
                                            {"marketing", "", "Security"}));
  attributes += attribute("severity", value({"info", "warning", "critical"}, {"high", ""}));
  attributes += attribute("expires", value(times, no_times)) + maybe("not-before", times, no_times) +
                maybe("act-by", one_in(2) ? times : days, one_in(2) ? no_times : no_days);
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

std::string Generated::sound_range() {
  const std::string low = std::to_string(1 + below(9)), next = std::to_string(10 + below(9));
  const std::string ranges[] = {"[" + low + ".5," + next + ".0)", "[" + low + ".0,)", "(," + next + ")",
                                "[" + low + "," + next + ") [20.1.0]", "[" + low + ".1.2," + next + ".0.1)"};
  return ranges[below(std::size(ranges))];
}

// Each name once, so that nothing contradicts itself.
std::string Generated::sound_condition() {
  std::string out = "<component id=\"av\" version=\"" + sound_range() + "\"/>";
  if (one_in(2)) out += "<not><component id=\"agent\" version=\"" + sound_range() + "\"/></not>";
  if (one_in(3)) out += "<component id=\"mode\" value=\"" + pick({"on", "enabled auto"}) + "\"/>";
  if (one_in(2)) out += "<any><console type=\"server\"/><console type=\"cloud_2\"/></any>";
  if (one_in(3)) {
    out += pick({"<os family=\"windows\" version=\"[10.0.17763,10.0.22000)\"/>",
                 "<os family=\"windows\" id=\"server\" version=\"[6.1,10.0)\"/>",
                 "<os family=\"linux\" id=\"debian\" version=\"[11,13)\"/>",
                 "<os family=\"linux\" id=\"ubuntu\" version=\"[22.04,24.10)\" arch=\"arm64\"/>",
                 "<os id=\"acme-os\"/>", "<none><os id=\"rhel\"/><os id=\"sles\"/></none>",
                 "<os id=\"client\"/>", "<os like=\"debian\"/>", "<os family=\"linux\" like=\"suse\"/>"});
  }
  if (one_in(3)) {
    out +=
        "<locale match=\"" + pick({"de en-GB", "*", "zh-Hant", "es-419", "fil", "de-*", "pt-BR fr"}) + "\"/>";
  }
  return "<when>" + out + "</when>";
}

std::string Generated::sound_text(std::string_view locale, const std::string& id) {
  const std::string language(locale);
  std::string out = "<title>" + language + ": version 9.5 retires, " + id + "</title><body>";
  out += "<p>Found: <b>{found:av}</b>. " +
         pick({"Settings are in C:\\new\\table\\rules.ini.", "Each takes 3 * 4 * 5 minutes - at most.",
               "The key {8C3B-11} stays.", "It was TESTED in a contest.", "See \\\\server\\next\\.",
               "Questions &amp; answers: 1 &lt; 2.", "Python's __init__ is not touched.",
               "%ProgramData%\\n is kept.", "[1] is the first, [2] (of two) the second."}) +
         "</p>";
  if (one_in(3)) out += "<p>* Only where 9.5 is installed.<br/>The end &#8212; for now.</p>";
  if (one_in(3)) out += "<ul><li>Restart it.</li><li><b>{found:av}</b></li></ul>";
  out += "</body>";
  if (one_in(2)) out += "<link href=\"https://support.example.com/kb/1\">How to move to 10.1</link>";
  return "<text locale=\"" + language + "\">" + out + "</text>\n";
}

std::string Generated::sound_message(const std::string& id, const std::string& older) {
  std::string attributes =
      attribute("id", id) +
      attribute("category", pick({"lifecycle", "security", "maintenance", "licence", "outage"})) +
      attribute("severity", pick({"info", "warning", "critical"})) +
      attribute("not-before", "2026-11-01T00:00:00Z") + attribute("expires", "2027-06-01T00:00:00Z") +
      attribute("act-by", pick({"2027-01-31T00:00:00Z", "2027-06-01T00:00:00Z", "2027-01-31", "2026-11-01"}));
  if (one_in(3)) attributes += attribute("until", "resolved") + attribute("scope", "machine");
  if (one_in(3)) attributes += attribute("reference", "KB 119053");
  if (one_in(3)) attributes += attribute("revision", "3") + attribute("renotify-from", "2");
  const bool is_for_all = one_in(5);
  if (is_for_all) attributes += attribute("audience", "all");
  std::string inside = is_for_all ? std::string() : sound_condition();
  if (!older.empty() && !is_for_all) inside += "<supersedes id=\"" + older + "\"/>";
  for (const std::string_view locale : {"en", "de", "zh-Hant", "pt-BR"}) inside += sound_text(locale, id);
  return element("message", attributes, inside) + "\n";
}

std::string Generated::sound_catalog() {
  const auto both = [](const std::string& name) {
    return "<registry key=\"HKLM\\SOFTWARE\\Example\\" + name +
           "\" value=\"Version\"/><keyfile path=\"/etc/example/" + name + "\" key=\"VERSION\"/>";
  };
  std::string out = "<catalog xmlns=\"urn:tocsin:catalog:1\" default-locale=\"" + pick({"en", "de"}) +
                    "\">\n<detect><host>" + both("host") + "</host><console type=\"server\">" +
                    both("server") + "</console><console type=\"cloud_2\">" + both("cloud") +
                    "</console><component id=\"av\">" + both("av") + "</component><component id=\"agent\">" +
                    both("agent") + "<package name=\"agent\" scheme=\"upstream\"/></component>" +
                    "<component id=\"mode\">" + both("mode") + "</component></detect>\n";
  // What is superseded is for few; what supersedes it is for others as well, and not for all of them.
  out +=
      element("message",
              attribute("id", "first") +
                  " category=\"lifecycle\" severity=\"warning\" expires=\"2027-03-01T00:00:00Z\" "
                  "not-before=\"2026-11-01T00:00:00Z\"",
              "<when><component id=\"agent\" version=\"[30.1,30.2)\"/></when>" + sound_text("en", "first") +
                  sound_text("de", "first") + sound_text("zh-Hant", "first") + sound_text("pt-BR", "first")) +
      "\n";
  for (std::size_t n = 1 + below(4), k = 0; k < n; ++k)
    out += sound_message("m-" + std::to_string(k), one_in(3) ? "first" : "");
  if (one_in(3)) out += "<withdrawn id=\"gone\"/>";
  return out + "</catalog>\n";
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
