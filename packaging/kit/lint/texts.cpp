// Rules of texts: languages, lengths, links and placeholders.
#include <algorithm>
#include <map>

#include "packaging/kit/lint/rules.h"
#include "schema/core/locale/locale.h"
#include "schema/core/text/text.h"

namespace tocsin::kit::rules {
namespace {

/// Languages in which more than half of the messages are written.
std::vector<std::string> usual_languages(const Catalog& catalog) {
  std::map<std::string, std::size_t> uses;
  std::size_t messages = 0;
  for (const Message& message : catalog.messages) {
    if (message.fault != Message::Fault::none) continue;
    ++messages;
    for (const Text& text : message.texts)
      ++uses[canonical_tag(text.locale).value_or(std::string(text.locale))];
  }
  std::vector<std::string> usual;
  for (const auto& [language, count] : uses) {
    if (2 * count > messages) usual.push_back(language);
  }
  return usual;
}

bool is_written_in(const Message& message, const std::string& language) {
  std::vector<std::string_view> have;
  for (const Text& text : message.texts) have.push_back(text.locale);
  return lookup_language(have, std::span(&language, 1)).has_value();
}

// Measured on the window at its first size, in the language with the longest texts: a title of three lines, a
// body of two screens, a button as wide as the window.
constexpr std::size_t kTitle = 90, kBody = 1800, kBodyLines = 45, kLinkLabel = 60;

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

bool is_placeholder(const Inline& piece) {
  return piece.kind == Inline::Kind::found || piece.kind == Inline::Kind::bold_found;
}

bool is_declared(const Catalog& catalog, std::string_view id) {
  return catalog.detect.component(id) != nullptr || catalog.detect.console(id) != nullptr;
}

}  // namespace

void missing_translations(Lint& lint) {
  const Catalog& catalog = lint.catalog();
  const std::string fallback =
      canonical_tag(catalog.default_locale).value_or(std::string(catalog.default_locale));
  const auto usual = usual_languages(catalog);
  for (const Message& message : catalog.messages) {
    if (message.fault != Message::Fault::none) continue;
    if (!is_written_in(message, fallback)) {
      lint.add("no-default-text", message.line, message.id,
               "Has no text in " + in_quotes(fallback) +
                   ", the default-locale: readers of other languages would be shown whatever stands "
                   "first. Add it.");
    }
    for (const std::string& language : usual) {
      if (language == fallback || is_written_in(message, language)) continue;
      lint.add("missing-translation", message.line, message.id,
               "Has no text in " + in_quotes(language) + ", as most messages have: add it.");
    }
  }
}

void long_texts(Lint& lint, const Message& message) {
  for (const Text& text : message.texts) {
    if (code_points(text.title) > kTitle) {
      lint.add("long-title", text.line, message.id,
               "The title has " + std::to_string(code_points(text.title)) + " characters; beyond " +
                   std::to_string(kTitle) + " it fills three lines: say the rest in the body.");
    }
    if (code_points(text.link_label) > kLinkLabel) {
      lint.add("long-link", text.line, message.id,
               "The link's label has " + std::to_string(code_points(text.link_label)) +
                   " characters; beyond " + std::to_string(kLinkLabel) +
                   " the button is cut off: shorten it.");
    }
    const Extent extent = extent_of(lint.catalog().body(text));
    if (extent.characters > kBody || extent.lines > kBodyLines) {
      lint.add("long-body", text.line, message.id,
               "The body has " + std::to_string(extent.characters) + " characters in " +
                   std::to_string(extent.lines) + " paragraphs; few read beyond " + std::to_string(kBody) +
                   " characters or " + std::to_string(kBodyLines) +
                   " paragraphs: shorten it, and link to the rest.");
    }
  }
}

void link_hosts(Lint& lint, const Message& message) {
  const Config* const config = lint.context().config;
  if (config == nullptr) return;
  for (const Text& text : message.texts) {
    if (text.link_url.empty() || is_allowed_link(text.link_url, config->link_hosts)) continue;
    lint.add(
        "link-host", text.line, message.id,
        "The host " + in_quotes(host_of(text.link_url)) +
            " is not among LinkHosts of the config, so the link could not be opened: add it there or link "
            "elsewhere.");
  }
}

void undeclared_placeholders(Lint& lint, const Message& message) {
  for (const Text& text : message.texts) {
    for (const Block& block : lint.catalog().body(text)) {
      for (const Inline& piece : block.inlines) {
        if (!is_placeholder(piece) || is_declared(lint.catalog(), piece.text)) continue;
        lint.add("undeclared-found", text.line, message.id,
                 "{found:...} names " + in_quotes(piece.text) + ", which nothing under detect declares.");
      }
    }
  }
}

}  // namespace tocsin::kit::rules
