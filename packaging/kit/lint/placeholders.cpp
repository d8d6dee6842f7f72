// Rules of {found:ID}: what looks like it and is not read as it, what names nothing, what one translation
// lacks.
#include <algorithm>
#include <set>

#include "packaging/kit/lint/rules.h"
#include "schema/core/text/text.h"

namespace tocsin::rules {
namespace {

constexpr std::string_view kWord[] = {"found"};

bool is_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
}

std::vector<std::string_view> declared_ids(const Catalog& catalog) {
  std::vector<std::string_view> ids;
  for (const Detected& one : catalog.detect.components) ids.push_back(one.id);
  for (const Detected& one : catalog.detect.consoles) ids.push_back(one.id);
  return ids;
}

/// What is wrong with the braces at the front of `text`; empty if they are ordinary text. `is_read`:
/// {found:ID} is replaced here.
std::string brace_fault(std::string_view text, bool is_read) {
  const std::size_t colon = text.find(':');
  const std::string word = colon == text.npos ? std::string() : collapsed(text.substr(1, colon - 1));
  if (!is_word(word)) return {};
  const std::string_view behind = text.substr(colon + 1);
  const std::size_t close = behind.find_first_of("{}");
  const bool is_closed = close != behind.npos && behind[close] == '}';
  const std::string id =
      collapsed(is_closed ? behind.substr(0, close) : behind.substr(0, behind.find_first_of(" {}")));
  const std::string written(text.substr(0, is_closed ? colon + 2 + close : colon + 1 + id.size()));
  const bool is_found = (word[0] == 'f' || word[0] == 'F') && !nearest(word, kWord).empty();
  const std::string meant = is_identifier(id) ? did_you_mean("{found:" + id + "}") : std::string();
  if (is_found && !is_read) {
    return in_quotes(written) +
           " is shown as it is written: {found:ID} is replaced in a body only. Say it there.";
  }
  if (is_found && !is_closed)
    return in_quotes(written) + " is not closed by }, and is shown as it is written." + meant;
  if (is_found) return in_quotes(written) + " is not {found:ID}, and is shown as it is written." + meant;
  if (!is_closed || !is_identifier(behind.substr(0, close))) return {};
  return in_quotes(written) +
         " is shown as it is written: {found:ID} is the only word in braces that is replaced.";
}

void check_braces(Lint& lint, const Message& message, const Text& text, std::string_view shown,
                  bool is_read) {
  for (std::size_t at = shown.find('{'); at != shown.npos; at = shown.find('{', at + 1)) {
    const std::string fault = brace_fault(shown.substr(at), is_read);
    if (!fault.empty()) lint.add("placeholder", text.line, message.id, fault);
  }
}

std::set<std::string> found_in(const Catalog& catalog, const Text& text) {
  std::set<std::string> ids;
  for (const Block& block : catalog.body(text)) {
    for (const Inline& piece : block.inlines) {
      if (is_placeholder(piece)) ids.insert(piece.text);
    }
  }
  return ids;
}

}  // namespace

void undeclared_placeholders(Lint& lint, const Message& message) {
  const auto ids = declared_ids(lint.catalog());
  for (const Text& text : message.texts) {
    for (const std::string& id : found_in(lint.catalog(), text)) {
      if (std::find(ids.begin(), ids.end(), id) != ids.end()) continue;
      lint.add("undeclared-found", text.line, message.id,
               "{found:" + id + "} names " + in_quotes(id) + ", which nothing under detect declares." +
                   did_you_mean(nearest(id, ids)));
    }
  }
}

void unread_placeholders(Lint& lint, const Message& message) {
  for (const Text& text : message.texts) {
    check_braces(lint, message, text, text.title, false);
    check_braces(lint, message, text, text.link_label, false);
    for (const Block& block : lint.catalog().body(text)) {
      for (const Inline& piece : block.inlines) {
        if (!is_placeholder(piece)) check_braces(lint, message, text, piece.text, true);
      }
    }
  }
}

void missing_placeholders(Lint& lint, const Message& message) {
  if (message.texts.size() < 2) return;
  const Catalog& catalog = lint.catalog();
  const Text& first = catalog.text_for(message, {});
  const auto expected = found_in(catalog, first);
  const auto add = [&](const Text& text, const std::string& id, bool is_missing) {
    lint.add("missing-found", text.line, message.id,
             "The text in " + in_quotes(text.locale) + (is_missing ? " has no {found:" : " has {found:") +
                 id + "}, which the one in " + in_quotes(first.locale) +
                 (is_missing ? " has: add it here, or remove it there."
                             : " lacks: remove it here, or add it there."));
  };
  for (const Text& text : message.texts) {
    const auto found = found_in(catalog, text);
    for (const std::string& id : expected) {
      if (!found.contains(id)) add(text, id, true);
    }
    for (const std::string& id : found) {
      if (!expected.contains(id)) add(text, id, false);
    }
  }
}

}  // namespace tocsin::rules
