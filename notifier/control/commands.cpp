#include "notifier/control/commands.h"

#include <utility>

#include "notifier/control/output.h"
#include "notifier/platform/identity.h"
#include "schema/core/brand.h"

namespace tocsin::control {
namespace {

RecordUse use_for(const Context& context, RecordUse use) {
  return context.privileged ? RecordUse::none : use;
}

void complain_of(Level /*level*/, const std::string& text) {
  complain(text);
}

}  // namespace

Context make_context(const CommandLine& line) {
  Context context;
  context.line = line;
  context.places = known_places(brand(), line.root);
  context.privileged = is_privileged();
  context.policy = context.privileged ? read_machine_policy(context.places) : read_policy(context.places);
  return context;
}

Result<std::unique_ptr<Session>> open_session(const Context& context, RecordUse use) {
  return open_session(context.places, context.policy, use_for(context, use), complain_of);
}

std::unique_ptr<Session> session_of(const Context& context, InstalledSet set) {
  return session_of(context.places, context.policy, std::move(set), use_for(context, RecordUse::read),
                    complain_of);
}

std::vector<ExplainedMessage> explained_here(Session& here) {
  return explain(here.set.catalog, *here.facts, here.at, here.locales, here.decisions, here.rules);
}

}  // namespace tocsin::control
