// Rules of whole texts: lengths, links, and texts that two messages share.
#include <algorithm>
#include <map>

#include "packaging/kit/lint/rules.h"
#include "packaging/kit/reach/reach.h"
#include "schema/core/text/text.h"

namespace tocsin::rules {
namespace {

// What people read to its end. How many lines that is depends on the window, the font and the language.
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

std::string length_of(std::string_view what, std::string_view text) {
  return std::string(what) + " " + in_quotes(text) + " has " + std::to_string(code_points(text)) +
         " characters; ";
}

bool names(const Message& message, std::string_view id) {
  return std::find(message.supersedes.begin(), message.supersedes.end(), id) != message.supersedes.end();
}

bool overlap_in_time(const Message& a, const Message& b) {
  const auto starts_before_end = [](const Message& one, const Message& other) {
    return !one.not_before || *one.not_before < other.expires;
  };
  return starts_before_end(a, b) && starts_before_end(b, a);
}

/// Whether one reader can be shown both messages.
bool are_seen_together(const Catalog& catalog, const Message& a, const Message& b) {
  if (names(a, b.id) || names(b, a.id) || !overlap_in_time(a, b)) return false;
  Condition both;
  for (const Message* one : {&a, &b}) {
    if (one->when) both.children.push_back(*one->when);
  }
  return both.children.empty() || can_hold(catalog.detect, both, {{}, true}) == Reach::yes;
}

}  // namespace

void long_texts(Lint& lint, const Message& message) {
  for (const Text& text : message.texts) {
    if (code_points(text.title) > kTitle) {
      lint.add("long-title", text.line, message.id,
               length_of("The title", text.title) + "at most " + std::to_string(kTitle) +
                   " are read at a glance: say the rest in the body.");
    }
    if (code_points(text.link_label) > kLinkLabel) {
      lint.add("long-link", text.line, message.id,
               length_of("The link's label", text.link_label) + "write at most " +
                   std::to_string(kLinkLabel) + ", which say where it leads.");
    }
    const Extent extent = extent_of(lint.catalog().body(text));
    if (extent.characters > kBody || extent.lines > kBodyLines) {
      lint.add("long-body", text.line, message.id,
               "The body in " + in_quotes(text.locale) + " has " + std::to_string(extent.characters) +
                   " characters in " + std::to_string(extent.lines) + " lines; few read beyond " +
                   std::to_string(kBody) + " characters or " + std::to_string(kBodyLines) +
                   " lines: shorten it, and link to the rest.");
    }
  }
}

void link_hosts(Lint& lint, const Message& message) {
  const Config* const config = lint.context().config;
  if (config == nullptr) return;
  const std::vector<std::string_view> hosts(config->link_hosts.begin(), config->link_hosts.end());
  for (const Text& text : message.texts) {
    if (text.link_url.empty() || is_allowed_link(text.link_url, config->link_hosts)) continue;
    const std::string host = host_of(text.link_url);
    lint.add("link-host", text.line, message.id,
             "The host " + in_quotes(host) + " is not among LinkHosts of the config, which has " +
                 (hosts.empty() ? std::string("none") : alternatives(hosts)) +
                 ", so the link could not be opened: add it there or link elsewhere." +
                 did_you_mean(nearest(host, hosts)));
  }
}

void same_texts(Lint& lint) {
  constexpr std::size_t kMostCompared = 8;
  using Key = std::pair<std::string_view, std::string_view>;  // language, title
  std::map<Key, std::vector<std::pair<const Message*, const Text*>>> seen;
  const Catalog& catalog = lint.catalog();
  for (const Message& message : catalog.messages) {
    if (catalog.is_withdrawn(message.id)) continue;
    bool is_reported = false;
    for (const Text& text : message.texts) {
      auto& others = seen[{text.locale, text.title}];
      for (const auto& [other, other_text] : others) {
        if (is_reported || other == &message || !is_same_text(catalog, text, catalog, *other_text)) continue;
        if (!are_seen_together(catalog, *other, message)) continue;
        is_reported = true;
        lint.add("same-text", text.line, message.id,
                 "The text in " + in_quotes(text.locale) + " is that of " + in_quotes(other->id) +
                     ", and one reader can be shown both: make one message of the two, or let it supersede "
                     "the other.");
      }
      if (others.size() < kMostCompared) others.emplace_back(&message, &text);
    }
  }
}

}  // namespace tocsin::rules
