// Rules of links. Layer: packaging/kit.
#include "packaging/kit/lint/rules.h"

namespace tocsin::rules {

void link_hosts(Lint& lint, const Message& message) {
  const Config* const config = lint.context().config;
  if (config == nullptr) return;
  for (const Text& text : message.texts) {
    if (text.link_url.empty() || is_allowed_link(text.link_url, config->link_hosts)) continue;
    lint.error(
        "link-host", text.line, message.id,
        "The host " + in_quotes(host_of(text.link_url)) +
            " is not among LinkHosts of the config, so the link could not be opened: add it there or link "
            "elsewhere.");
  }
}

}  // namespace tocsin::rules
