// `list` and `explain`: what concerns this reader here, and why. Layer: notifier/control.
#include <algorithm>

#include "notifier/control/commands.h"
#include "notifier/control/listing.h"
#include "notifier/control/output.h"
#include "notifier/explain/explain.h"

namespace tocsin {
namespace {

std::vector<ExplainedMessage> explained_here(Situation& here) {
  return explain(here.set.catalog, *here.facts, here.now, here.languages, here.state.decisions, here.rules);
}

void keep_only(std::vector<ExplainedMessage>& messages, std::string_view id) {
  std::erase_if(messages, [id](const ExplainedMessage& message) { return message.message->id != id; });
}

}  // namespace

int list_command(const Context& context) {
  const auto here = situation(context);
  if (!here) {
    return failed(here.error());
  }
  const auto rows = listing(explained_here(**here), (*here)->state.decisions, context.line.all);
  if (context.line.summary) {
    print(summary_text(rows, brand()));
    return 0;
  }
  print(context.line.json ? json_text(listing_json(rows, (*here)->now)) : listing_text(rows));
  return 0;
}

int explain_command(const Context& context) {
  const auto here = situation(context);
  if (!here) {
    return failed(here.error());
  }
  auto messages = explained_here(**here);
  if (!context.line.id.empty()) {
    keep_only(messages, context.line.id);
    if (messages.empty()) {
      return failed({Code::not_found, "control.explain", "no notice " + context.line.id, {}, 0, 0});
    }
  }
  if (context.line.json) {
    print(explain_json(messages, (*here)->now, (*here)->languages));
    return 0;
  }
  for (const auto& message : messages) {
    print(explain_text(message));
  }
  return 0;
}

}  // namespace tocsin
