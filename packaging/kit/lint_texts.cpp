// Rules of what is shown: links, characters, and to whom.
// Layer: packaging/kit.
#include "packaging/kit/lint_rules.h"
#include "schema/core/text.h"

namespace tocsin::rules {
namespace {

void check_text(Lint& lint, const Message& message, int line, std::string_view what, std::string_view text) {
  const std::string_view fault = text_fault(text);
  if (fault.empty()) return;
  lint.error("banned-characters", line, message.id,
             "The " + std::string(what) + " has " + std::string(fault) + ": remove it.");
}

}  // namespace

void link_hosts(Lint& lint, const Message& message) {
  const Config* const config = lint.context().config;
  for (const Text& text : message.texts) {
    if (text.link_url.empty()) continue;
    const std::string host = host_of(text.link_url);
    if (host.empty()) {
      lint.error("link-form", text.line, message.id,
                 in_quotes(text.link_url) +
                     " is not a link that can be opened: https, an ASCII host, no user, no port.");
    } else if (config != nullptr && !is_allowed_link(text.link_url, config->link_hosts)) {
      lint.error("link-host", text.line, message.id,
                 "The host " + in_quotes(host) +
                     " is not among LinkHosts of the config, so the link could not be opened: "
                     "add it there or link elsewhere.");
    }
  }
}

void banned_characters(Lint& lint, const Message& message) {
  check_text(lint, message, message.line, "reference", message.reference);
  for (const Text& text : message.texts) {
    check_text(lint, message, text.line, "title", text.title);
    check_text(lint, message, text.line, "link's label", text.link_label);
    for (const Block& block : lint.catalog().body(text)) {
      std::string paragraph;  // as a whole: a pile of marks may go on from one piece to the next
      for (const Inline& piece : block.inlines) paragraph += piece.text;
      check_text(lint, message, text.line, "body", paragraph);
    }
  }
}

void missing_audience(Lint& lint, const Message& message) {
  if (message.when || message.audience_all) return;
  lint.error("no-audience", message.line, message.id,
             "Has no condition: write one, or say audience=\"all\" if every administrator shall see it.");
}

}  // namespace tocsin::rules
