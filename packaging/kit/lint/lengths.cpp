// Rules of what a window shows without effort. Layer: packaging/kit.
#include "packaging/kit/lint/rules.h"
#include "schema/core/text/utf8.h"

namespace tocsin::rules {
namespace {

// By the window at its first size, in the largest of the interface's languages: a title of three lines, a
// body that is scrolled through twice, a button as wide as the window.
constexpr std::size_t kTitle = 90, kBody = 1800, kBodyLines = 45, kLinkLabel = 60;

std::size_t code_points(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0u) != 0x80u ? 1 : 0;
  return count;
}

struct Extent {
  std::size_t characters = 0, lines = 0;
};

Extent extent_of(const std::vector<Block>& body) {
  Extent extent;
  for (const Block& block : body) {
    ++extent.lines;
    for (const Inline& piece : block.inlines) {
      extent.characters += code_points(piece.text);
      if (piece.kind == Inline::Kind::line_break) ++extent.lines;
    }
  }
  return extent;
}

}  // namespace

void long_texts(Lint& lint, const Message& message) {
  for (const Text& text : message.texts) {
    if (code_points(text.title) > kTitle) {
      lint.warning("long-title", text.line, message.id,
                   "The title has " + std::to_string(code_points(text.title)) + " characters; beyond " +
                       std::to_string(kTitle) + " it fills three lines: say the rest in the body.");
    }
    if (code_points(text.link_label) > kLinkLabel) {
      lint.warning("long-link", text.line, message.id,
                   "The link's label has " + std::to_string(code_points(text.link_label)) +
                       " characters; beyond " + std::to_string(kLinkLabel) +
                       " the button is cut off: shorten it.");
    }
    const Extent extent = extent_of(lint.catalog().body(text));
    if (extent.characters > kBody || extent.lines > kBodyLines) {
      lint.warning("long-body", text.line, message.id,
                   "The body has " + std::to_string(extent.characters) + " characters in " +
                       std::to_string(extent.lines) + " paragraphs; few read beyond " +
                       std::to_string(kBody) + " characters or " + std::to_string(kBodyLines) +
                       " paragraphs: shorten it, and link to the rest.");
    }
  }
}

}  // namespace tocsin::rules
