// Rules of names: every id once, every name that is used declared.
// Layer: packaging/kit.
#include <algorithm>
#include <map>

#include "packaging/kit/lint/rules.h"

namespace tocsin::rules {
namespace {

std::string folded(std::string_view id) {
  std::string out(id);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

bool is_placeholder(const Inline& piece) {
  return piece.kind == Inline::Kind::found || piece.kind == Inline::Kind::bold_found;
}

bool is_declared(const Catalog& catalog, std::string_view id) {
  return catalog.detect.component(id) != nullptr || catalog.detect.console(id) != nullptr;
}

}  // namespace

// Files in the machine's record of acknowledgements carry the id: on Windows, case does not tell them apart.
void duplicate_ids(Lint& lint) {
  std::map<std::string, const Message*> seen;
  for (const Message& message : lint.catalog().messages) {
    if (message.id.empty()) continue;
    const auto [first, is_new] = seen.emplace(folded(message.id), &message);
    if (is_new) continue;
    lint.error("duplicate-id", message.line, message.id,
               "This id is that of the message in line " + std::to_string(first->second->line) +
                   ", case apart: choose another.");
  }
}

void no_host(Lint& lint) {
  if (lint.catalog().detect.has_host || lint.catalog().messages.empty()) return;
  lint.warning(
      "no-host", 0, {},
      "detect has no host, so computers with only a remote console are shown the notices too: say how the "
      "management server itself is found.");
}

void undeclared_names(Lint& lint, const Message& message) {
  each_condition(message, [&](const Condition& condition) {
    const bool console = condition.op == Condition::Op::console;
    if (!console && condition.op != Condition::Op::component) return;
    if (declared(lint.catalog(), condition) != nullptr) return;
    lint.error(console ? "undeclared-console" : "undeclared-component", condition.line, message.id,
               "Nothing under detect says how to find " + in_quotes(condition.name) +
                   ", so the condition is never true: declare it or correct the name.");
  });
}

void undeclared_placeholders(Lint& lint, const Message& message) {
  for (const Text& text : message.texts) {
    for (const Block& block : lint.catalog().body(text)) {
      for (const Inline& piece : block.inlines) {
        if (!is_placeholder(piece) || is_declared(lint.catalog(), piece.text)) continue;
        lint.error("undeclared-found", text.line, message.id,
                   "{found:...} names " + in_quotes(piece.text) + ", which nothing under detect declares.");
      }
    }
  }
}

// Not an error: what is superseded may have left the catalog, while some machines still remember it.
void unknown_superseded(Lint& lint, const Message& message) {
  const auto in_base = [&](std::string_view id) {
    return lint.context().base != nullptr && lint.context().base->find(id) != nullptr;
  };
  for (const std::string_view id : message.supersedes) {
    if (lint.catalog().find(id) != nullptr || lint.catalog().is_withdrawn(id) || in_base(id)) continue;
    lint.warning("unknown-superseded", message.line, message.id,
                 "Supersedes " + in_quotes(id) +
                     ", which is no message of this catalog: correct the id or remove it.");
  }
}

}  // namespace tocsin::rules
