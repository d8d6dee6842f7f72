// Bodies: what is accepted, what is refused, and what is built for the reader.
#include <doctest/doctest.h>

#include "schema/core/text/text.h"
#include "schema/format/catalog/catalog.h"
#include "schema/format/limits.h"
#include "tests/schema/core/https_addresses.h"
#include "tests/schema/format/samples.h"

using namespace tocsin;
using namespace tocsin::samples;

namespace {

// "p[text] li[a*bold*b]": blocks with their inlines; {id} found, *..* bold, / line break.
std::string drawn(const std::vector<Block>& blocks) {
  std::string out;
  for (const Block& block : blocks) {
    out += block.kind == Block::Kind::paragraph ? "p[" : "li[";
    for (const Inline& piece : block.inlines) {
      const bool bold = piece.kind == Inline::Kind::bold || piece.kind == Inline::Kind::bold_found;
      const bool found = piece.kind == Inline::Kind::found || piece.kind == Inline::Kind::bold_found;
      if (piece.kind == Inline::Kind::line_break) out += "/";
      out += (bold ? "*" : "") + (found ? "{" + piece.text + "}" : piece.text) + (bold ? "*" : "");
    }
    out += "]";
  }
  return out;
}

}  // namespace

TEST_CASE("bodies are built as a browser would show them") {
  struct Row {
    std::string_view name, body, drawn;
  };
  const Row rows[] = {
      {"plain", "<p>a</p>", "p[a]"},
      {"white space", "<p>\n  a \t\n b  </p>", "p[a b]"},
      {"bold", "<p>a <b>b</b> c</p>", "p[a *b* c]"},
      {"blank between bolds", "<p><b>a</b> <b>b</b></p>", "p[*a* *b*]"},
      {"no blank between bolds", "<p><b>a</b><b>b</b></p>", "p[*ab*]"},
      {"blank behind a comment", "<p><b>a</b><!-- c --> <b>b</b></p>", "p[*a* *b*]"},
      {"blank at the end of a bold", "<p><b>a<!-- c --> </b>b</p>", "p[*a *b]"},
      {"comment splits nothing", "<p>ad<!-- x -->min</p>", "p[admin]"},
      {"CDATA joins", "<p>a<![CDATA[<b>]]>c</p>", "p[a<b>c]"},
      {"entities", "<p>&lt;&amp;&#x41;&#13;x</p>", "p[<&A x]"},
      {"break", "<p>a <br/> b</p>", "p[a/b]"},
      {"list", "<ul>\n<li>a</li> <li><b>b</b></li></ul>", "li[a]li[*b*]"},
      {"found", "<p>with {found:a-b} here</p>", "p[with {a-b} here]"},
      {"bold found", "<p>x <b>y {found:a}</b>.</p>", "p[x *y **{a}*.]"},
      {"found across CDATA", "<p>{fou<![CDATA[nd:a}]]></p>", "p[{a}]"},
      {"no placeholder", "<p>{found:} {found:a b} {found:a</p>", "p[{found:} {found:a b} {found:a]"},
      {"empty", "<p/>", "p[]"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto result = read(catalog(message_with_body(row.body)), ReadMode::strict);
    CHECK(result);
    if (result) CHECK(drawn(result->body(result->messages[0].texts[0])) == row.drawn);
  }
}

TEST_CASE("bodies that are refused") {
  struct Row {
    std::string_view name, body, rule;
  };
  const Row rows[] = {{"none", "", "empty-body"},
                      {"text alone", "a", "stray-text"},
                      {"another element", "<div>a</div>", "unknown-element"},
                      {"a link", "<p><a href='https://a.example/'>a</a></p>", "unknown-element"},
                      {"bold in bold", "<p><b>a<b>b</b></b></p>", "unknown-element"},
                      {"break in bold", "<p><b>a<br/></b></p>", "unknown-element"},
                      {"list in a paragraph", "<p><ul><li>a</li></ul></p>", "unknown-element"},
                      {"text in a list", "<ul>a<li>b</li></ul>", "stray-text"},
                      {"empty list", "<ul/>", "empty-list"},
                      {"paragraph in a list", "<ul><p>a</p></ul>", "unknown-element"},
                      {"attribute", "<p class='x'>a</p>", "unknown-attribute"},
                      {"attribute of bold", "<p><b x='y'>a</b></p>", "unknown-attribute"},
                      {"break with content", "<p><br>a</br></p>", "not-empty"},
                      {"break with a blank", "<p><br> </br></p>", "not-empty"},
                      {"break with a blank and a comment", "<p><br> <!-- c --></br></p>", "not-empty"},
                      {"override", "<p>a&#x202E;b</p>", "banned-character"},
                      {"override in bold", "<p><b>\xE2\x80\xAE</b></p>", "banned-character"},
                      {"isolate over a break", "<p>&#x2066;a<br/>&#x2069;</p>", "banned-character"},
                      {"C1", "<p>a&#x85;b</p>", "banned-character"},
                      {"DEL", "<p>a&#x7F;b</p>", "banned-character"},
                      {"byte order mark", "<p>a&#xFEFF;b</p>", "banned-character"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(strict_rule(catalog(message_with_body(row.body))) == row.rule);
    CHECK(client_rule(catalog(message_with_body(row.body))) == row.rule);
  }
}

TEST_CASE("isolates may span elements of one line") {
  CHECK(strict_rule(catalog(message_with_body("<p>&#x2067;a <b>b&#x2069;</b></p>"))).empty());
}

TEST_CASE("white space alone between two tags does not count as text of a body") {
  const std::string full(limits::kBodyBytes, 'a');
  CHECK(strict_rule(catalog(message_with_body("<p>\n  <b>" + full + "</b> <b/>\n</p>"))).empty());
  CHECK(strict_rule(catalog(message_with_body("<p><b>" + full + "</b> a</p>"))) == "body-bytes");
}

TEST_CASE("text that needs a second look is judged with all of its line") {
  const std::string five = "\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81";
  struct Row {
    std::string_view name;
    std::string body;
    std::string_view rule;
  };
  const Row rows[] = {
      {"one run over two elements", "<p>e" + five + "<b>" + five + "</b></p>", "banned-character"},
      {"over a comment", "<p>e" + five + "<!-- c -->" + five + "</p>", "banned-character"},
      {"over an empty CDATA section", "<p>e" + five + "<![CDATA[]]>" + five + "</p>", "banned-character"},
      {"two runs", "<p>e" + five + "<b>e</b>" + five + "</p>", ""},
      {"two runs with a blank between", "<p>e" + five + "<b> </b>" + five + "</p>", ""},
      {"two runs in two lines", "<p>e" + five + "<br/>" + five + "</p>", ""}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(strict_rule(catalog(message_with_body(row.body))) == row.rule);
    // Plain text of more than a kilobyte before and behind: each piece is looked up on its own.
    const std::string apart = "<p>" + std::string(3000, 'a') + "</p>";
    CHECK(strict_rule(catalog(message_with_body(apart + row.body + apart))) == row.rule);
  }
}

TEST_CASE("href takes the links of the one table of https addresses") {
  for (const HttpsAddressRow& row : https_addresses()) {
    CAPTURE(row.name);
    if (!is_plain_attribute(row.text)) continue;
    const auto bytes = catalog(message_with_link(escaped_markup(row.text)));
    CHECK(read(bytes, ReadMode::strict).has_value() == row.is_link());
    CHECK(client_rule(bytes) == (row.is_link() ? "ok" : "link"));
  }
}
