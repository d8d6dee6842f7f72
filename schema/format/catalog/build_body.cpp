// A body as paragraphs of inlines, with white space collapsed as in a browser. It runs only for texts that
// are shown, on bytes that read_text.cpp has checked.
#include <optional>
#include <pugixml.hpp>

#include "schema/core/text/text.h"
#include "schema/format/catalog/reading.h"
#include "schema/format/xml/text.h"

namespace tocsin {

namespace {

constexpr std::string_view kFoundMark = "{found:";

class BlockBuilder {
 public:
  explicit BlockBuilder(Block::Kind kind) { block_.kind = kind; }

  void add(pugi::xml_node paragraph);
  Block take() { return std::move(block_); }

 private:
  void add_joined(const std::string& text, bool bold);
  void add_run(std::string_view text, bool bold);
  void add_found(std::string_view id, bool bold);
  void add_break();
  void write_blank();
  std::string& piece(bool bold);

  Block block_;
  std::string pending_;            // adjacent text and CDATA: a placeholder may span both
  std::optional<bool> blank_due_;  // white space seen, not yet written; whether it was bold
  bool at_line_start_ = true;
};

// Without its prefix, which can only be bound to the catalog's namespace.
std::string_view local_name(pugi::xml_node element) {
  const std::string_view name = element.name();
  return name.substr(name.find(':') + 1);
}

std::string text_of(pugi::xml_node element) {
  std::string text;
  for (auto child = element.first_child(); child; child = child.next_sibling()) text += child.value();
  return text;
}

void BlockBuilder::add(pugi::xml_node paragraph) {
  const auto flush = [this] { add_joined(std::exchange(pending_, {}), false); };
  for (auto child = paragraph.first_child(); child; child = child.next_sibling()) {
    if (child.type() != pugi::node_element) {
      pending_ += child.value();
      continue;
    }
    flush();
    if (local_name(child) == "br") {
      add_break();
    } else {
      add_joined(text_of(child), true);
    }
  }
  flush();
}

void BlockBuilder::add_joined(const std::string& text, bool bold) {
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t mark = rest.find(kFoundMark);
    add_run(rest.substr(0, mark), bold);
    if (mark == rest.npos) return;
    rest.remove_prefix(mark);
    const std::size_t close = rest.find('}');
    const std::string_view id = rest.substr(kFoundMark.size(), close - kFoundMark.size());
    if (close != rest.npos && is_identifier(id)) {
      add_found(id, bold);
      rest.remove_prefix(close + 1);
    } else {  // not a placeholder: shown as it was written
      add_run(kFoundMark, bold);
      rest.remove_prefix(kFoundMark.size());
    }
  }
}

void BlockBuilder::add_run(std::string_view text, bool bold) {
  for (const char c : text) {
    if (xml::is_blank(c)) {
      if (!blank_due_) blank_due_ = bold;
      continue;
    }
    write_blank();
    piece(bold) += c;
  }
}

// Writes a pending blank before the next piece; none at the start of a line.
void BlockBuilder::write_blank() {
  if (blank_due_ && !at_line_start_) piece(*blank_due_) += ' ';
  blank_due_.reset();
  at_line_start_ = false;
}

void BlockBuilder::add_found(std::string_view id, bool bold) {
  write_blank();
  block_.inlines.push_back({bold ? Inline::Kind::bold_found : Inline::Kind::found, std::string(id)});
}

void BlockBuilder::add_break() {
  blank_due_.reset();
  at_line_start_ = true;
  block_.inlines.push_back({Inline::Kind::line_break, {}});
}

std::string& BlockBuilder::piece(bool bold) {
  const auto kind = bold ? Inline::Kind::bold : Inline::Kind::text;
  if (block_.inlines.empty() || block_.inlines.back().kind != kind) block_.inlines.push_back({kind, {}});
  return block_.inlines.back().text;
}

Block build_block(pugi::xml_node node, Block::Kind kind) {
  BlockBuilder builder(kind);
  builder.add(node);
  return builder.take();
}

}  // namespace

std::vector<Block> build_body(std::string_view body) {
  pugi::xml_document tree;
  tree.load_buffer(body.data(), body.size(), pugi::parse_default | pugi::parse_ws_pcdata,
                   pugi::encoding_utf8);
  std::vector<Block> blocks;
  for (const pugi::xml_node child : tree.first_child().children()) {
    if (local_name(child) == "p") blocks.push_back(build_block(child, Block::Kind::paragraph));
    if (local_name(child) != "ul") continue;
    for (const pugi::xml_node item : child.children()) {
      if (item.type() == pugi::node_element) blocks.push_back(build_block(item, Block::Kind::item));
    }
  }
  return blocks;
}

}  // namespace tocsin
