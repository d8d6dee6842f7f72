// Rules of revisions: texts and conditions that were shipped under a revision may not change.
#include <algorithm>
#include <tuple>

#include "packaging/kit/lint/rules.h"

namespace tocsin::kit::rules {
namespace {

bool same_inline(const Inline& a, const Inline& b) {
  return a.kind == b.kind && a.text == b.text;
}

bool same_block(const Block& a, const Block& b) {
  return a.kind == b.kind &&
         std::equal(a.inlines.begin(), a.inlines.end(), b.inlines.begin(), b.inlines.end(), same_inline);
}

bool same_text(const Catalog& catalog_a, const Text& a, const Catalog& catalog_b, const Text& b) {
  if (std::tie(a.title, a.link_url, a.link_label) != std::tie(b.title, b.link_url, b.link_label))
    return false;
  const auto body_a = catalog_a.body(a), body_b = catalog_b.body(b);
  return std::equal(body_a.begin(), body_a.end(), body_b.begin(), body_b.end(), same_block);
}

auto own_fields(const Condition& c) {
  return std::tie(c.op, c.has_unknown_attribute, c.name, c.os_id, c.os_arch, c.range_text, c.locale_ranges);
}

bool same_condition(const Condition& a, const Condition& b) {
  return own_fields(a) == own_fields(b) && std::equal(a.children.begin(), a.children.end(),
                                                      b.children.begin(), b.children.end(), same_condition);
}

bool same_when(const Message& a, const Message& b) {
  if (!a.when || !b.when) return a.when.has_value() == b.when.has_value() && a.audience_all == b.audience_all;
  return same_condition(*a.when, *b.when);
}

const Text* text_in(const Message& message, std::string_view locale) {
  const auto at = std::find_if(message.texts.begin(), message.texts.end(),
                               [locale](const Text& text) { return text.locale == locale; });
  return at == message.texts.end() ? nullptr : &*at;
}

// A new translation needs no new revision.
void compare_texts(Lint& lint, const Message& message, const Message& old) {
  for (const Text& text : message.texts) {
    const Text* const before = text_in(old, text.locale);
    if (before == nullptr || same_text(lint.catalog(), text, *lint.context().base, *before)) continue;
    lint.add("changed-text", text.line, message.id,
             "The text in " + in_quotes(text.locale) + " is not the one that was shipped as revision " +
                 std::to_string(old.revision) + ": give the message a new revision.");
  }
}

/// If a new revision changes some of its texts only, the others may be out of date.
void older_translations(Lint& lint, const Message& message, const Message& old) {
  std::vector<const Text*> same;
  bool is_any_new = false;
  for (const Text& text : message.texts) {
    const Text* const before = text_in(old, text.locale);
    const bool is_same = before != nullptr && same_text(lint.catalog(), text, *lint.context().base, *before);
    if (is_same) same.push_back(&text);
    is_any_new = is_any_new || (before != nullptr && !is_same);
  }
  for (const Text* text : same) {
    if (!is_any_new) break;
    lint.add("older-translation", text->line, message.id,
             "The text in " + in_quotes(text->locale) + " is still that of revision " +
                 std::to_string(old.revision) + ", while others have changed: translate it anew.");
  }
}

}  // namespace

void changed_without_revision(Lint& lint, const Message& message) {
  const Message* const old = lint.context().base == nullptr ? nullptr : lint.context().base->find(message.id);
  if (old == nullptr || old->fault != Message::Fault::none) return;
  if (message.revision > old->revision) return older_translations(lint, message, *old);
  if (message.revision < old->revision) {
    lint.add("revision-back", message.line, message.id,
             "Revision " + std::to_string(old->revision) + " was shipped already: revisions only grow.");
    return;
  }
  compare_texts(lint, message, *old);
  if (!same_when(message, *old)) {
    lint.add("changed-condition", message.line, message.id,
             "The condition is not the one that was shipped as revision " + std::to_string(old->revision) +
                 ": give the message a new revision.");
  }
}

}  // namespace tocsin::kit::rules
