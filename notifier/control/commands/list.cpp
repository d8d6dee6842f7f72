// `list` and `explain`: what concerns this reader here, and why. Layer: notifier/control.
#include <algorithm>
#include <limits>

#include "notifier/control/commands.h"
#include "notifier/control/commands/listing.h"
#include "notifier/control/output.h"
#include "notifier/decide/explain/explain.h"

namespace tocsin {
namespace {

std::vector<ExplainedMessage> explained_here(Situation& here) {
  return explain(here.set.catalog, *here.facts, here.now, here.languages, here.state.decisions, here.rules);
}

/// The machine's own view: its reader is one of the audience, and has decided what its administrators have.
std::vector<Listed> machine_rows(Situation& here) {
  LiveFacts facts(here.set.catalog.detect, *here.probe, true);
  ShowRules rules;
  rules.max_notices = std::numeric_limits<std::uint32_t>::max();
  const Decisions handled = marks_alone(here.marks);
  return listing(explain(here.set.catalog, facts, here.now, here.languages, handled, rules), handled, false);
}

/// For monitoring: the caller's own record is not looked at.
int list_machine(Context context) {
  context.places.state_db.clear();
  const auto here = situation(context);
  if (!here) {
    return failed(here.error());
  }
  const auto rows = machine_rows(**here);
  print(context.line.json ? json_text(listing_json(rows, (*here)->now)) : listing_text(rows));
  const bool is_open = std::ranges::any_of(rows, [](const Listed& row) {
    return row.standing == Standing::due && row.severity == Severity::critical;
  });
  return is_open ? kCriticalUnacknowledged : 0;
}

void keep_only(std::vector<ExplainedMessage>& messages, std::string_view id) {
  std::erase_if(messages, [id](const ExplainedMessage& message) { return message.message->id != id; });
}

}  // namespace

int list_command(const Context& context) {
  if (context.line.machine) {
    return list_machine(context);
  }
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
