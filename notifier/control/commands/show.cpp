// `show`: what the window shows, in a terminal; recorded in the same way. Layer: notifier/control.
#include <algorithm>
#include <cstdio>
#include <iostream>

#include "notifier/acts/live_recorder.h"
#include "notifier/control/commands.h"
#include "notifier/control/output.h"
#include "notifier/control/terminal_show.h"
#include "notifier/platform/identity.h"
#include "notifier/platform/session.h"
#include "notifier/present/strings.h"
#include "notifier/receipts/identity.h"
#include "schema/platform/clock.h"

namespace tocsin {
namespace {

std::vector<ExplainedMessage> explained(Situation& here, const std::vector<const Message*>& messages) {
  std::vector<ExplainedMessage> out;
  for (const Message* message : messages) {
    ExplainedMessage one{message, Reason::due, {}, std::nullopt, std::nullopt};
    if (message->when) one.when = explain_condition(*message->when, *here.facts, here.languages);
    out.push_back(std::move(one));
  }
  return out;
}

struct Wanted {
  std::vector<const Message*> messages;
  bool are_due = true;  // else they are read again, and there is nothing to decide
  std::size_t held_back = 0;
};

/// The due ones in the order of the window; or the one that was named.
Result<Wanted> wanted(const Context& context, Situation& here) {
  const auto verdicts =
      evaluate(here.set.catalog, *here.facts, here.now, here.languages, here.state.decisions, here.rules);
  const auto due = in_order(verdicts);
  const auto held_back = std::ranges::count(verdicts, Reason::held_back, &Verdict::reason);
  if (context.line.id.empty()) return Wanted{due, true, static_cast<std::size_t>(held_back)};
  const Message* const message = here.set.catalog.find(context.line.id);
  if (message == nullptr || message->fault != Message::Fault::none) {
    return fail(Code::not_found, "show", "no notice " + one_line(context.line.id));
  }
  return Wanted{{message}, std::find(due.begin(), due.end(), message) != due.end()};
}

Presentation presentation_of(const Context& context, Situation& here, Wanted notices) {
  Presentation out{here.set.catalog, here.set.config, here.set.release, brand()};
  out.explained = explained(here, notices.messages);
  out.due = std::move(notices.messages);
  out.held_back = notices.held_back;
  out.locales = here.languages;
  out.host = host_name();
  out.machine_policy = context.places.machine_policy;
  out.user_policy = context.places.user_policy;
  out.now = [now = here.now] { return std::max(now, system_now()); };
  return out;
}

Terminal terminal_of(const Context& context) {
  return {[](std::string& answer) { return static_cast<bool>(std::getline(std::cin, answer)); },
          [](const std::string& text) {
            print(text);
            std::fflush(stdout);
          },
          context.line.plain};
}

/// Prints only: for a pipe, and where nothing can be recorded.
class NoRecorder : public Recorder {
 public:
  Result<void> displayed(const Act&) override { return {}; }
  Result<void> acknowledged(const Act&) override { return refused(); }
  Result<void> put_off(const Act&, Instant) override { return refused(); }
  std::string what_is_sent(const Act&) override { return {}; }

 private:
  static Result<void> refused() { return fail(Code::unavailable, "show", "there is nobody to decide"); }
};

void show(Presentation presentation, Recorder& recorder, const Context& context) {
  Presenter presenter(std::move(presentation), recorder);
  show_in_terminal(presenter, terminal_of(context));
}

int show_asking(const Context& context, Presentation presentation, const Situation& here) {
  const auto conf = read_machine_conf(context.places);
  if (!conf) return failed(conf.error());
  auto store = Store::open(context.places.state_db);
  if (!store) {
    Unrecorded recorder(store.error());
    show(std::move(presentation), recorder, context);
    return exit_code(store.error().code);
  }
  const ReceiptIdentity identity = receipt_identity(*conf, machine_id(context.places.root), user_id());
  LiveRecorder recorder(*store, brand(), identity, here.set.config, context.policy, here.set.release.epoch,
                        here.set.release.serial, presentation.now);
  Marking marking(recorder, context.places.machine_folder);
  show(std::move(presentation), marking, context);
  return 0;
}

}  // namespace

int show_command(const Context& context) {
  auto here = situation(context);
  if (!here) return failed(here.error());
  choose_interface_language((*here)->languages);
  auto notices = wanted(context, **here);
  if (!notices) return failed(notices.error());
  if (notices->messages.empty()) {
    complain(tr("No notice is due."));
    return 0;
  }
  Presentation presentation = presentation_of(context, **here, *notices);
  if (notices->are_due && is_terminal() && !context.places.state_db.empty()) {
    const int shown = show_asking(context, std::move(presentation), **here);
    here->reset();
    return shown == 0 ? send_command(context) : shown;
  }
  NoRecorder recorder;
  print(all_notices_text(Presenter(std::move(presentation), recorder), context.line.plain));
  return 0;
}

}  // namespace tocsin
