#include "notifier/present/body_text.h"

#include "schema/core/text/text.h"

namespace tocsin {
namespace {

constexpr std::size_t kFoundCodePoints = 120;

std::string inline_text(const Inline& piece, const FoundWords& found) {
  switch (piece.kind) {
    case Inline::Kind::line_break:
      return "\n";
    case Inline::Kind::found:
    case Inline::Kind::bold_found:
      return sanitised(found(piece.text), kFoundCodePoints);
    case Inline::Kind::text:
    case Inline::Kind::bold:
      break;
  }
  return piece.text;
}

std::string block_text(const Block& block, const FoundWords& found) {
  std::string out = block.kind == Block::Kind::item ? "\u2022 " : "";
  for (const auto& piece : block.inlines) out += inline_text(piece, found);
  return out;
}

}  // namespace

std::string body_text(const std::vector<Block>& blocks, const FoundWords& found) {
  std::string out;
  const Block* before = nullptr;
  for (const auto& block : blocks) {
    const bool within_list =
        before != nullptr && before->kind == Block::Kind::item && block.kind == before->kind;
    if (before != nullptr) out += within_list ? "\n" : "\n\n";
    out += block_text(block, found);
    before = &block;
  }
  // Pieces without a fault can still form too long a run of combining marks when they are joined.
  return text_fault(out).empty() ? out : sanitised(out, out.size());
}

std::string found_words(std::string_view id, Facts& facts) {
  for (const Finding& finding : {facts.component(id, Need::version), facts.console(id, Need::version)}) {
    if (finding.present == Truth::yes && !finding.version.empty())
      return sanitised(finding.version, kFoundCodePoints);
  }
  return std::string(id);
}

}  // namespace tocsin
