// Faults of the document as XML, with what stands at their place. Nothing behind such a fault can be read,
// but for a stray "&".
#include <algorithm>
#include <array>
#include <cstdio>

#include "packaging/kit/lint/grammar/check.h"
#include "schema/core/set_layout.h"
#include "schema/core/text/text.h"
#include "schema/format/xml/reader.h"

namespace tocsin::grammar {
namespace {

constexpr xml::Frame kFrame{"catalog.parse", kMostCatalogBytes, "urn:tocsin:catalog:1", "catalog"};

struct Advice {
  std::string_view rule, sentence;
};

/// What is expected. The text at the place of the fault is quoted before it.
constexpr Advice kAdvice[] = {
    {"attribute-bytes", "the attribute is longer than 4,096 bytes: shorten it."},
    {"attribute-count", "the tag has more than 32 attributes: remove those that are not of the grammar."},
    {"attribute-name", "no attribute begins here: write name=\"value\", or end the tag with >."},
    {"attribute-value", "an attribute needs = and a value in quotes, and < in it is written &lt;."},
    {"cdata-end", "write ]]&gt; in a text."},
    {"character", "XML does not allow this character: remove it."},
    {"comment", "a comment may not contain two hyphens in a row: write one, or end it with -->."},
    {"declaration", "write the declaration as <?xml version=\"1.0\" encoding=\"UTF-8\"?>, or leave it out."},
    {"depth", "elements are nested more than 16 deep: use fewer levels of conditions."},
    {"doctype", "a catalog has no DOCTYPE: remove it."},
    {"duplicate-attribute", "the tag has this attribute already: remove one of the two."},
    {"encoding", "the file must be in UTF-8, and say so or nothing: save it as UTF-8."},
    {"markup", "<! begins <!-- a comment --> or <![CDATA[text]]> only: correct or remove it."},
    {"name", "the name of an element must follow <, without a blank; in a text write &lt;."},
    {"namespace",
     "a prefix is not declared, or a namespace is used wrongly: declare each prefix by xmlns:, or "
     "write no prefix."},
    {"no-root", "the file must hold <catalog>."},
    {"nul", "the file contains a NUL byte: save it as UTF-8 text."},
    {"processing-instruction", "a catalog has no processing instruction: remove it."},
    {"second-root", "only one element may stand outside of all others, <catalog>: move this into it."},
    {"size", "the file is larger than 8 MiB, which no program reads: remove messages that are over."},
    {"tag", "a tag is <name attribute=\"value\">, with blanks between the attributes only: correct it."},
    {"text-outside-root", "only comments may stand before and behind <catalog>: remove it."},
    {"unclosed", "what begins here is not closed."},
    {"utf8", "these bytes are not UTF-8: save the file as UTF-8."},
};

struct Entity {
  std::string_view name, number;
};
/// Entities of HTML that texts use, and their characters' numbers.
constexpr Entity kEntities[] = {
    {"nbsp", "160"},   {"copy", "169"},   {"reg", "174"},     {"trade", "8482"}, {"deg", "176"},
    {"ndash", "8211"}, {"mdash", "8212"}, {"hellip", "8230"}, {"bull", "8226"},  {"middot", "183"},
    {"lsquo", "8216"}, {"rsquo", "8217"}, {"ldquo", "8220"},  {"rdquo", "8221"}, {"bdquo", "8222"},
    {"sbquo", "8218"}, {"laquo", "171"},  {"raquo", "187"},   {"euro", "8364"},  {"pound", "163"},
    {"sect", "167"},   {"szlig", "223"},  {"auml", "228"},    {"ouml", "246"},   {"uuml", "252"},
    {"Auml", "196"},   {"Ouml", "214"},   {"Uuml", "220"},    {"eacute", "233"}, {"egrave", "232"},
    {"agrave", "224"}, {"ccedil", "231"}, {"ntilde", "241"},  {"aring", "229"},  {"oslash", "248"},
    {"rarr", "8594"},  {"larr", "8592"},  {"times", "215"},   {"shy", "173"},    {"zwnj", "8204"},
};

/// Reads as far as the document can be read.
class WellFormedCheck {
 public:
  explicit WellFormedCheck(const std::string& document) : text_(document), in_(text_, kFrame) {}
  [[nodiscard]] std::optional<XmlFault> check();

 private:
  /// An element that is open.
  struct Open {
    std::string_view name;
    int line = 0;
  };

  void read();
  [[nodiscard]] std::string sentence(std::string_view rule, std::size_t at) const;
  [[nodiscard]] std::string entity(std::size_t at) const;
  [[nodiscard]] std::string mismatch(std::size_t at) const;
  [[nodiscard]] std::string unclosed() const;
  [[nodiscard]] std::string wrong_root() const;
  [[nodiscard]] std::string at_place(std::size_t at) const;
  [[nodiscard]] std::string bytes_at(std::size_t at) const;
  [[nodiscard]] std::string_view name_at(std::size_t at) const;
  [[nodiscard]] std::size_t first_forbidden() const;

  const std::string& text_;
  xml::Reader in_;
  std::vector<Open> open_;
  std::size_t last_tag_ = 0;  // of the start tag that was read last
};

void WellFormedCheck::read() {
  if (!in_.open()) return;
  last_tag_ = static_cast<std::size_t>(in_.tag() - text_.data());
  open_.push_back({name_at(last_tag_ + 1), in_.line_of(in_.tag())});
  while (!open_.empty()) {
    const xml::Next next = in_.next_piece();
    if (next == xml::Next::fault) return;
    if (next == xml::Next::end) open_.pop_back();
    if (next == xml::Next::element) {
      last_tag_ = static_cast<std::size_t>(in_.tag() - text_.data());
      open_.push_back({name_at(last_tag_ + 1), in_.line_of(in_.tag())});
    }
  }
}

std::optional<XmlFault> WellFormedCheck::check() {
  read();
  const auto finished = in_.finish();
  if (finished) return {};
  const Error& error = finished.error();
  const auto at = std::min(static_cast<std::size_t>(in_.at() - text_.data()), text_.size());
  const LintRule* const row = rule_row(error.rule);
  XmlFault fault{{error.rule, error.line, row == nullptr ? kError : row->level, {}, sentence(error.rule, at)},
                 {}};
  if (error.rule == "entity") fault.stray_ampersand = at;
  return fault;
}

std::string WellFormedCheck::sentence(std::string_view rule, std::size_t at) const {
  if (rule == "entity") return entity(at);
  if (rule == "tag-mismatch") return mismatch(at);
  if (rule == "root") return wrong_root();
  if (rule == "unclosed" && at == text_.size()) return unclosed();
  const auto* const advice = std::find_if(std::begin(kAdvice), std::end(kAdvice),
                                          [rule](const Advice& one) { return one.rule == rule; });
  const std::string expected(advice == std::end(kAdvice) ? "correct it." : advice->sentence);
  const bool has_place = rule != "size" && rule != "namespace" && rule != "nul" && rule != "no-root";
  if (!has_place) return "The catalog cannot be read: " + expected;
  if (rule == "utf8") return bytes_at(first_bad_utf8(text_).value_or(0)) + ": " + expected;
  if (rule == "character" && at == 0) return bytes_at(first_forbidden()) + ": " + expected;
  return at_place(at) + ": " + expected;
}

std::string WellFormedCheck::entity(std::size_t at) const {
  const std::size_t end = text_.find_first_of(";& <\r\n\t\"'", at + 1);
  const bool is_named = end != text_.npos && text_[end] == ';' && end > at + 1;
  if (!is_named)
    return at_place(at) + ": & begins a name that ends with ; : write &amp; for the character &.";
  const std::string written = text_.substr(at, end - at + 1), name = text_.substr(at + 1, end - at - 1);
  if (name.front() == '#') {
    return in_quotes(written) + " is no character that XML allows: write a number as in &#160; or &#xA0;.";
  }
  const auto* const known = std::find_if(std::begin(kEntities), std::end(kEntities),
                                         [&](const Entity& one) { return one.name == name; });
  const std::string meant =
      known == std::end(kEntities) ? std::string() : "&#" + std::string(known->number) + ";";
  return in_quotes(written) +
         " is no entity of XML, which has &amp; &lt; &gt; &quot; and &apos; : write the character itself, or "
         "its number." +
         did_you_mean(meant);
}

std::string WellFormedCheck::mismatch(std::size_t at) const {
  const std::string_view ended = name_at(at + 2);
  const Open& open = open_.back();
  const bool is_crossed =
      std::any_of(open_.begin(), open_.end(), [&](const Open& one) { return one.name == ended; });
  return "'</" + std::string(ended) + ">' stands where " + in_quotes(open.name) + " of line " +
         std::to_string(open.line) + " is open: write </" + std::string(open.name) +
         (is_crossed ? "> before it." : "> in its place, or open it first.");
}

// A tag that was begun last and not finished is none of those that are open.
std::string WellFormedCheck::unclosed() const {
  const auto tag = static_cast<std::size_t>(in_.tag() - text_.data());
  if (open_.empty() || tag != last_tag_)
    return at_place(tag) + ": the tag, or the quotes in it, are not closed: write what is missing.";
  return in_quotes(open_.back().name) + " of line " + std::to_string(open_.back().line) +
         " is not closed: write </" + std::string(open_.back().name) + "> where it ends.";
}

std::string WellFormedCheck::wrong_root() const {
  const auto tag = static_cast<std::size_t>(in_.tag() - text_.data());
  return "The root is " + in_quotes(text_.substr(tag, text_.find('>', tag) - tag + 1)) +
         ": write <catalog xmlns=\"urn:tocsin:catalog:1\" default-locale=\"en\">.";
}

std::string WellFormedCheck::at_place(std::size_t at) const {
  constexpr std::size_t kQuoted = 40;
  if (at >= text_.size()) return "The end of the file";
  std::size_t end = std::min(text_.find_first_of("\r\n", at), text_.size());
  end = std::min(end, at + kQuoted);
  while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0U) == 0x80) ++end;
  return in_quotes(text_.substr(at, end - at));
}

std::string WellFormedCheck::bytes_at(std::size_t at) const {
  std::string out = "The bytes";
  for (std::size_t k = at; k < std::min(at + 4, text_.size()); ++k) {
    std::array<char, 8> hex{};
    std::snprintf(hex.data(), hex.size(), " %02X", static_cast<unsigned char>(text_[k]));
    out += hex.data();
  }
  return out;
}

std::string_view WellFormedCheck::name_at(std::size_t at) const {
  const std::size_t end = text_.find_first_of(" \t\r\n/>", at);
  return std::string_view(text_).substr(at, std::min(end, text_.size()) - at);
}

// Controls but tab, line feed and CR; U+FFFE and U+FFFF.
std::size_t WellFormedCheck::first_forbidden() const {
  for (std::size_t at = 0; at < text_.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text_[at]);
    const bool is_control = byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r';
    const std::string_view three = std::string_view(text_).substr(at, 3);
    if (is_control || three == "\xEF\xBF\xBE" || three == "\xEF\xBF\xBF") return at;
  }
  return 0;
}

}  // namespace

std::optional<XmlFault> xml_fault(const std::string& document) {
  return WellFormedCheck(document).check();
}

}  // namespace tocsin::grammar
