// The XML reader beside pugixml: what it accepts pugixml reads alike, element by element, attribute by
// attribute, text by text; what pugixml refuses it refuses.
#include "schema/format/xml/reader.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <pugixml.hpp>

#include "schema/core/text/text.h"
#include "tests/schema/format/generated.h"
#include "tests/schema/format/mutator.h"
#include "tests/schema/format/samples.h"

using namespace tocsin;

namespace {

constexpr xml::Frame kCatalog{"test", 1 << 20, "urn:tocsin:catalog:1", "catalog"};
constexpr xml::Frame kConfig{"test", 1 << 20, "", "configuration"};

std::string_view local(std::string_view name) {
  return name.substr(name.find(':') + 1);
}

bool is_element(pugi::xml_node node) {
  return node.type() == pugi::node_element;
}

/// Walks the reader and a tree of the same document side by side; empty when they say the same.
class Comparison {
 public:
  explicit Comparison(xml::Reader& in) : in_(in) {}

  std::string element(pugi::xml_node node) {
    const std::string at = "<" + std::string(node.name()) + ">: ";
    const bool is_foreign = in_.name().starts_with('?');
    if (!is_foreign && local(in_.name()) != local(node.name())) return at + "name";
    if (const std::string found = attributes(node); !found.empty()) return at + found;
    auto child = node.first_child();
    while (true) {
      std::string ours, theirs;
      xml::Next next = in_.next_piece();
      for (; next == xml::Next::text; next = in_.next_piece()) {
        if (in_.text().decoded_size != in_.decoded().size()) return at + "size of a text";
        if (in_.text().is_literal && in_.text().written != in_.decoded()) return at + "literal text";
        ours += in_.decoded();
      }
      for (; child && !is_element(child); child = child.next_sibling()) theirs += child.value();
      if (ours != theirs) return at + "text \"" + ours + "\", not \"" + theirs + "\"";
      if (next == xml::Next::fault) return at + "fault";
      if ((next == xml::Next::element) != is_element(child)) return at + "number of children";
      if (next == xml::Next::end) return {};
      if (const std::string found = element(child); !found.empty()) return found;
      child = child.next_sibling();
    }
  }

 private:
  // Declarations are not given out, nor are hints where their prefix means what it should.
  std::string attributes(pugi::xml_node node) {
    std::vector<std::string_view> names;
    std::vector<std::string> expected;
    std::size_t hints = 0;
    for (const pugi::xml_attribute one : node.attributes()) {
      const std::string_view name = one.name();
      if (name == "xmlns" || name.starts_with("xmlns:")) continue;
      hints += is_hint(name) ? 1 : 0;
      names.push_back(name);
      expected.push_back(collapsed(one.value()));
    }
    std::deque<std::string> strings;
    std::vector<std::string_view> values(names.size());
    if (in_.has_attributes() ? names.empty() : names.size() > hints) return "whether there are attributes";
    if (!in_.read_attributes(names, values, strings)) return "an attribute that is not there";
    for (std::size_t i = 0; i < names.size(); ++i) {
      const bool is_hidden = is_hint(names[i]) && !xml::is_present(values[i]);
      if (!is_hidden && values[i] != expected[i]) return "value of an attribute";
    }
    return {};
  }

  static bool is_hint(std::string_view name) { return name.ends_with(":schemaLocation"); }

  xml::Reader& in_;
};

/// The rule for which the reader refuses `text`; "" when it accepts.
std::string rule(const std::string& text, const xml::Frame& frame) {
  xml::Reader in(text, frame);
  static_cast<void>(in.open());
  const auto finished = in.finish();
  return finished ? std::string() : finished.error().rule;
}

pugi::xml_parse_result load(pugi::xml_document& tree, const std::string& text) {
  return tree.load_buffer(text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata,
                          pugi::encoding_utf8);
}

/// How the reader of `text` and the tree of `other` differ; "" when they do not.
std::string difference(const std::string& text, const std::string& other, const xml::Frame& frame) {
  pugi::xml_document tree;
  if (!load(tree, other)) return "pugixml refuses";
  xml::Reader in(text, frame);
  if (!in.open()) return "the reader refuses";
  const std::string found = Comparison(in).element(tree.document_element());
  return !found.empty() || in.finish() ? found : "the reader refuses the end";
}

struct Counts {
  int accepted = 0, refused = 0;
};

void compare(const std::vector<std::string>& documents, const xml::Frame& frame, Counts& counts) {
  for (const std::string& text : documents) {
    const bool accepted = rule(text, frame).empty();
    (accepted ? counts.accepted : counts.refused) += 1;
    if (!accepted) continue;
    CAPTURE(text);
    CHECK(difference(text, text, frame) == "");
  }
}

std::string with_returns(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return out;
}

// Each as it is, mutated, and with the line ends of Windows.
std::vector<std::string> variants(const std::vector<std::string>& bases, unsigned count) {
  std::vector<std::string> out = bases;
  for (unsigned i = 0; i < count; ++i) {
    const std::string& base = bases[i % bases.size()];
    if (base.size() < 20) continue;
    out.push_back(samples::Mutator(i).mutate(base));
    if (i % 3 == 0) out.back() = with_returns(out.back());
  }
  return out;
}

std::vector<std::string> contents(std::string_view folder) {
  std::vector<std::string> out;
  for (const auto& path : samples::files(folder)) {
    out.push_back(samples::file(path));
    if (out.back().size() > 20000) out.pop_back();
  }
  return out;
}

std::string in_root(std::string_view inside) {
  return "<catalog xmlns='urn:tocsin:catalog:1'>" + std::string(inside) + "</catalog>";
}

}  // namespace

TEST_CASE("samples and mutations: the reader and pugixml read alike") {
  Counts counts;
  compare(variants(contents("catalog"), 4000), kCatalog, counts);
  CHECK(counts.accepted > 1000);
  CHECK(counts.refused > 1000);
  compare(variants(contents("config"), 500), kConfig, counts);
}

TEST_CASE("generated documents: the reader and pugixml read alike") {
  std::vector<std::string> documents;
  for (unsigned seed = 0; seed < 800; ++seed) documents.push_back(samples::Generated(seed).catalog());
  Counts counts;
  compare(variants(documents, 800), kCatalog, counts);
  CHECK(counts.accepted > 500);
  CHECK(counts.refused > 100);
}

TEST_CASE("what pugixml refuses the reader refuses") {
  int refused = 0;
  for (const std::string& text : variants(contents("catalog"), 3000)) {
    pugi::xml_document tree;
    if (load(tree, text)) continue;
    ++refused;
    CAPTURE(text);
    CHECK(rule(text, kCatalog) != "");
  }
  CHECK(refused > 300);
}

TEST_CASE("texts and attributes of which the meaning is not what is written") {
  const std::string documents[] = {in_root("a&amp;b &#x20AC;&#128276;&lt;"),
                                   in_root("line\r\nline\rline\n"),
                                   in_root("<![CDATA[a\r\n&amp;]]]]><![CDATA[>]]>"),
                                   in_root(" <!-- - --> x<!----> "),
                                   in_root("]] ] ]]&gt;"),
                                   in_root("<a b='&#10;x\t y&quot;\"  '/>"),
                                   in_root("<a b=\"'  '\" c=''\n/>"),
                                   in_root("<a b='0123456789abcde ' c=' 0123456789abcdef  x'/>"),
                                   in_root("<\xC3\xA4.\xC2\xB7 \xE3\x81\x82='\xF0\x9F\x98\x80'/>"),
                                   in_root("<x:a xmlns:x='urn:x' x:b='c'>d<e xmlns=''/></x:a>"),
                                   "\xEF\xBB\xBF<?xml version='1.0'?>" + in_root("") + "\n<!-- end -->\n"};
  for (const std::string& text : documents) {
    CAPTURE(text);
    CHECK(difference(text, text, kCatalog) == "");
  }
}

TEST_CASE("the comparison finds each kind of difference") {
  struct Row {
    std::string_view name, ours, theirs;
  };
  const Row rows[] = {{"name", "<a/>", "<b/>"},
                      {"text", "<a>x</a>", "<a>y</a>"},
                      {"blank", "<a> </a>", "<a/>"},
                      {"value", "<a b='c'/>", "<a b='d'/>"},
                      {"attribute", "<a b='c'/>", "<a/>"},
                      {"no attribute", "<a/>", "<a b='c'/>"},
                      {"one more", "<a/><a/>", "<a/>"},
                      {"one less", "<a/>", "<a/><a/>"},
                      {"nesting", "<a><b/></a>", "<a/><b/>"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(difference(in_root(row.ours), in_root(row.theirs), kCatalog) != "");
  }
}

TEST_CASE("what pugixml takes and the reader does not") {
  struct Row {
    std::string_view name;
    std::string text;
    std::string_view rule;
  };
  const Row rows[] = {{"two roots", in_root("") + in_root(""), "second-root"},
                      {"text behind the root", in_root("") + "x", "text-outside-root"},
                      {"attribute twice", in_root("<a b='1' b='2'/>"), "duplicate-attribute"},
                      {"attribute twice by its meaning",
                       in_root("<a xmlns:x='u' xmlns:y='u' x:b='1' y:b='2'/>"), "namespace"},
                      {"prefix that is not bound", in_root("<x:a/>"), "namespace"},
                      {"unknown entity", in_root("&x;"), "entity"},
                      {"reference to a control", in_root("&#1;"), "entity"},
                      {"end of CDATA in text", in_root("]]>"), "cdata-end"},
                      {"two hyphens in a comment", in_root("<!-- -- -->"), "comment"},
                      {"less-than in a value", in_root("<a b='<'/>"), "attribute-value"},
                      {"control", in_root("\x01"), "character"},
                      {"bad UTF-8", in_root("\xC3("), "utf8"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    pugi::xml_document tree;
    CHECK(load(tree, row.text));
    CHECK(rule(row.text, kCatalog) == row.rule);
  }
}

TEST_CASE("a fault in the bytes comes first, then well-formedness, namespaces, the root") {
  struct Row {
    std::string_view name, text, rule;
  };
  const Row rows[] = {{"bytes", "<wrong><x:a></b></wrong>\xFF", "utf8"},
                      {"well-formedness", "<wrong><x:a></b></wrong>", "tag-mismatch"},
                      {"namespaces", "<wrong><x:a/></wrong>", "namespace"},
                      {"root", "<wrong><a/></wrong>", "root"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(rule(std::string(row.text), kCatalog) == row.rule);
  }
}

TEST_CASE("a document that ends anywhere is refused, and nothing behind it is read") {
  const std::string whole = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- c -->" +
                            in_root("<a b='c &amp; d' e=\"f\">  x&#65;]y<![CDATA[z]]><!-- w --></a>");
  CHECK(rule(whole, kCatalog) == "");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    const std::string part(whole.data(), size);
    CHECK(rule(std::string(part.c_str(), part.size()), kCatalog) != "");
  }
}
