// Changes a document a little, where it hurts.
#pragma once

#include <random>
#include <string>
#include <vector>

namespace tocsin::samples {

/// Changes a document a little, where it hurts: tags, attributes, references, white space.
class Mutator {
 public:
  explicit Mutator(unsigned seed) : random_(seed) {}

  std::string mutate(std::string text) {
    for (std::size_t n = 1 + below(2); n != 0; --n) text = once(std::move(text));
    return text;
  }

 private:
  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }

  std::string once(std::string text) {
    const std::size_t at = below(text.size());
    switch (below(7)) {
      case 0:
        return text.erase(at, 1 + below(3));
      case 1:
        return text.insert(at, pieces()[below(pieces().size())]);
      case 2:
        text[at] = "<>&\"'/ =ab09.-_:]["[below(18)];
        return text;
      case 3:
        return swap_word(std::move(text));
      case 4:
        return drop_attribute(std::move(text));
      case 5:
        return change_value(std::move(text));
      default:
        return copy_element(std::move(text));
    }
  }

  static const std::vector<std::string>& pieces() {
    static const std::vector<std::string> kPieces{" ",
                                                  "\n",
                                                  "<!-- c -->",
                                                  "<![CDATA[x]]>",
                                                  "<![CDATA[ ]]>",
                                                  "<br/>",
                                                  "<b>x</b>",
                                                  "&amp;",
                                                  "&#32;",
                                                  "&#0;",
                                                  "&x;",
                                                  "&#x85;",
                                                  "]]>",
                                                  "x",
                                                  "\xC3\xA4",
                                                  "\xC2\x85",
                                                  "<x/>",
                                                  "<p>x</p>",
                                                  "<all/>",
                                                  "<os/>",
                                                  " x='1'",
                                                  " id='m'",
                                                  " xml:lang='de'",
                                                  " xmlns:q='urn:q'",
                                                  "<q:b xmlns:q='urn:tocsin:catalog:1'>x</q:b>",
                                                  "\t",
                                                  "<?p?>",
                                                  "--"};
    return kPieces;
  }

  // One element's or attribute's name for another.
  std::string swap_word(std::string text) {
    static const std::vector<std::string> kWords{
        "console", "component", "package", "file",   "os",     "any",   "not",   "when",     "text",
        "title",   "body",      "link",    "p",      "li",     "id",    "type",  "name",     "path",
        "key",     "value",     "version", "scheme", "locale", "scope", "until", "reference"};
    const std::string& from = kWords[below(kWords.size())];
    const std::size_t at = text.find(from, below(text.size()));
    return at == text.npos ? text : text.replace(at, from.size(), kWords[below(kWords.size())]);
  }

  // Start and end of some `name="value"`, blank before it included.
  bool find_attribute(const std::string& text, std::size_t& start, std::size_t& quote, std::size_t& end) {
    quote = text.find("=\"", below(text.size()));
    if (quote == text.npos) return false;
    start = text.rfind(' ', quote);
    end = text.find('"', ++quote + 1);
    return start != text.npos && end != text.npos;
  }

  std::string drop_attribute(std::string text) {
    std::size_t start = 0, quote = 0, end = 0;
    return find_attribute(text, start, quote, end) ? text.erase(start, end - start + 1) : text;
  }

  std::string change_value(std::string text) {
    static const std::vector<std::string> kValues{"",
                                                  " ",
                                                  "1",
                                                  "0",
                                                  "01",
                                                  "4294967296",
                                                  "all",
                                                  "show",
                                                  "machine",
                                                  "resolved",
                                                  "semver",
                                                  "  deb ",
                                                  "de",
                                                  "DE-de x",
                                                  "x-a",
                                                  "i-klingon",
                                                  "en-GB-oed",
                                                  "de-*",
                                                  "*",
                                                  "*-de",
                                                  "[1,2)",
                                                  "[1,2) (3,]",
                                                  "[1]",
                                                  "(1)",
                                                  "[2,1]",
                                                  "(,1]",
                                                  "2024-02-29T00:00:00Z",
                                                  "2023-02-29T00:00:00Z",
                                                  "2026-01-01T24:00:00Z",
                                                  "2026-01-01T00:00:00",
                                                  "/a/b",
                                                  "/a/../b",
                                                  "/a/.b/..c",
                                                  "C:\\a\\b",
                                                  "C:\\a\\..\\b",
                                                  "C:\\a.",
                                                  "\\\\srv\\a",
                                                  "\\\\.\\a",
                                                  "%A(x)%\\b",
                                                  "%%\\b",
                                                  "C:a",
                                                  "a/b",
                                                  "HKLM\\a",
                                                  "HKCU\\a",
                                                  "HKLM\\",
                                                  "[s]k",
                                                  "[]k",
                                                  "[s]",
                                                  "/a/b@c",
                                                  "/a//b",
                                                  "https://a.b/",
                                                  "https://a.b:443?x",
                                                  "https://a.b/{1}",
                                                  "https://a.b/%4",
                                                  "https://u@a.b/",
                                                  "http://a.b/",
                                                  "https://a.b:444/",
                                                  "HTTPS://a-b.c",
                                                  "a&#10;b",
                                                  "a&#x202E;b",
                                                  "\xC3\xA4",
                                                  "<",
                                                  "&lt;",
                                                  "windows",
                                                  "linux",
                                                  "arm64",
                                                  "yes",
                                                  "critical",
                                                  "2027-01-01T00:00:00Z "};
    std::size_t start = 0, quote = 0, end = 0;
    if (!find_attribute(text, start, quote, end)) return text;
    return text.replace(quote + 1, end - quote - 1, kValues[below(kValues.size())]);
  }

  // A piece between two tags, once more somewhere else between tags.
  std::string copy_element(std::string text) {
    const std::size_t from = text.find('<', below(text.size()));
    const std::size_t to = from == text.npos ? text.npos : text.find('<', text.find('>', from));
    const std::size_t at = text.find('<', below(text.size()));
    if (to == text.npos || at == text.npos) return text;
    return text.insert(at, text.substr(from, to - from));
  }

  std::mt19937 random_;
};

}  // namespace tocsin::samples
