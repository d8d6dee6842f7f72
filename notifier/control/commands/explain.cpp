// `explain`: why a notice is shown here or not. `facts`: this machine as a facts file, for the author who
// wants to repeat that elsewhere.
#include "notifier/decide/explain/explain.h"

#include "notifier/control/commands.h"
#include "notifier/control/output.h"
#include "notifier/facts/file.h"

namespace tocsin::control {

Result<int> explain_command(const Context& context) {
  const auto here = TRY(open_session(context));
  auto messages = explained_here(*here);
  if (const std::string& id = context.line.id; !id.empty()) {
    std::erase_if(messages, [&id](const ExplainedMessage& message) { return message.message->id != id; });
    if (messages.empty()) return fail(Code::not_found, "control.explain", "no notice " + id);
  }
  if (context.line.json) {
    print(explain_json(messages, here->at, here->locales));
    return 0;
  }
  for (const auto& message : messages) print(explain_text(message));
  return 0;
}

Result<int> facts_command(const Context& context) {
  const auto here = TRY(open_session(context));
  std::string text = write_facts_file(here->set.catalog.detect, *here->facts, here->locales);
  if (!text.ends_with('\n')) text += '\n';
  print(text);
  return 0;
}

}  // namespace tocsin::control
