// `show`: asks about each due notice in a terminal and records the answer as the window does.
#include "notifier/control/commands/show.h"

#include <algorithm>
#include <cstdio>
#include <iostream>

#include "notifier/acts/live_recorder.h"
#include "notifier/control/commands.h"
#include "notifier/control/output.h"
#include "notifier/platform/session.h"
#include "notifier/present/strings.h"
#include "schema/platform/log.h"

namespace tocsin::control {
namespace {

constexpr std::size_t kRule = 72;

void add_line(std::string& out, const std::string& line) {
  if (!line.empty()) out += line + "\n";
}

bool offers(const NoticeView& view, RemindOption::Kind kind) {
  for (const auto& reminder : view.reminders) {
    if (reminder.kind == kind) return true;
  }
  return false;
}

/// "a acknowledge, t remind me tomorrow, ..."
std::string question(const NoticeView& view) {
  std::string out(tr("a acknowledge"));
  const auto add = [&out](std::string_view choice) { out += ", " + std::string(choice); };
  if (offers(view, RemindOption::Kind::tomorrow)) add(tr("t remind me tomorrow"));
  if (offers(view, RemindOption::Kind::in_a_week)) add(tr("w remind me in a week"));
  add(tr("y why am I seeing this"));
  add(tr("s what is sent"));
  add(tr("o how to turn this off"));
  add(tr("n next"));
  add(tr("q quit"));
  return out + "? ";
}

enum class Answered : std::uint8_t { asked_again, decided, next, quit };

Answered decided(const Done& done, const Terminal& terminal) {
  terminal.write(done.status + "\n");
  return done.recorded ? Answered::decided : Answered::asked_again;
}

Answered act(Presenter& presenter, std::size_t index, const std::string& answer, const Terminal& terminal) {
  const NoticeView view = presenter.notice(index);
  const auto said = [&terminal](const std::string& text) {
    terminal.write(text + "\n");
    return Answered::asked_again;
  };
  if (answer == "a") return decided(presenter.acknowledge(index), terminal);
  if (answer == "t" && offers(view, RemindOption::Kind::tomorrow)) {
    return decided(presenter.remind(index, RemindOption::Kind::tomorrow), terminal);
  }
  if (answer == "w" && offers(view, RemindOption::Kind::in_a_week)) {
    return decided(presenter.remind(index, RemindOption::Kind::in_a_week), terminal);
  }
  if (answer == "y") return said(presenter.why(index));
  if (answer == "s") return said(presenter.what_is_sent(index));
  if (answer == "o") return said(presenter.how_to_turn_off());
  if (answer == "n") return Answered::next;
  if (answer == "q") return Answered::quit;
  return said(std::string(tr("Please answer with one of these letters.")));
}

/// Shows one notice and asks until the reader has decided or goes on.
Answered read_one(Presenter& presenter, std::size_t index, const Terminal& terminal) {
  terminal.write(presenter.row(index) + "\n\n" + notice_text(presenter.notice(index), terminal.is_plain) +
                 "\n");
  if (const std::string trouble = presenter.displayed(index); !trouble.empty())
    terminal.write(trouble + "\n");
  while (true) {
    terminal.write(question(presenter.notice(index)));
    std::string answer;
    if (!terminal.read(answer)) return Answered::quit;
    const Answered outcome = act(presenter, index, answer, terminal);
    if (outcome != Answered::asked_again) return outcome;
  }
}

std::string heading(const Presenter& presenter) {
  std::string out = presenter.window_title() + "\n";
  add_line(out, presenter.test_warning());
  for (const std::string& line : presenter.withdrawn_lines()) add_line(out, line);
  return out + "\n";
}

}  // namespace

std::string notice_text(const NoticeView& view, bool is_plain) {
  std::string rule;
  if (!is_plain) rule.assign(kRule, '-') += '\n';
  std::string out = rule + plain_text(view);
  add_line(out, view.remark);
  return out + rule;
}

void show_in_terminal(Presenter& presenter, const Terminal& terminal) {
  terminal.write(heading(presenter));
  for (std::size_t index = 0; index < presenter.size(); ++index) {
    if (read_one(presenter, index, terminal) == Answered::quit) break;
  }
  presenter.withdrawals_shown();
  const std::string more = presenter.more_line();
  terminal.write((more.empty() ? std::string() : more + "\n") + presenter.foot() + "\n");
}

std::string all_notices_text(const Presenter& presenter, bool is_plain) {
  std::string out = heading(presenter);
  for (std::size_t index = 0; index < presenter.size(); ++index) {
    out += presenter.row(index) + "\n\n" + notice_text(presenter.notice(index), is_plain) + "\n";
  }
  add_line(out, presenter.more_line());
  return out + presenter.foot() + "\n";
}

namespace {

Terminal terminal_of(const Context& context) {
  return {[](std::string& answer) { return static_cast<bool>(std::getline(std::cin, answer)); },
          [](const std::string& text) {
            print(text);
            std::fflush(stdout);
          },
          context.line.plain};
}

/// The notice with this id, due or not.
Result<const Message*> named(const Session& here, const std::string& id) {
  const Message* const message = here.set.catalog.find(id);
  if (message == nullptr || message->fault != Message::Fault::none)
    return fail(Code::not_found, "show", "no notice " + one_line(id));
  return message;
}

bool is_due(const Session& here, const Message* message) {
  return std::ranges::any_of(
      here.verdicts, [&](const Verdict& verdict) { return verdict.message == message && verdict.due(); });
}

/// Without asking: to a pipe, or a notice that is not due.
void print_all(Presentation presentation, const Context& context) {
  Unrecorded nobody(
      Error{.code = Code::unavailable, .operation = "show", .detail = "there is nobody to decide"});
  print(all_notices_text(Presenter(std::move(presentation), nobody), context.line.plain));
}

/// As the window does. What cannot be recorded is reported at each act and by the exit code. Log lines stay
/// out of the reader's conversation.
Result<int> ask(Session& here, Presentation presentation, const Context& context) {
  keep_log_off_terminal(true);
  open_record(here);
  TRY(show_recorded(here, std::move(presentation), [&context](Presenter& presenter) {
    show_in_terminal(presenter, terminal_of(context));
    return Result<void>();
  }));
  return here.store ? 0 : exit_code(here.store_error.code);
}

}  // namespace

Result<int> show_command(const Context& context) {
  auto here = TRY(open_session(context));
  const std::string& id = context.line.id;
  const Message* const one = id.empty() ? nullptr : TRY(named(*here, id));
  find_withdrawals(*here);
  Presentation presentation = one == nullptr ? presentation_of(*here) : presentation_of(*here, *one);
  if (presentation.due.empty() && presentation.withdrawn_titles.empty()) {
    complain(tr("No notice is due."));
    return 0;
  }
  if (!is_terminal() || (one != nullptr && !is_due(*here, one))) {
    print_all(std::move(presentation), context);
    return 0;
  }
  const int shown = TRY(ask(*here, std::move(presentation), context));
  here.reset();
  return shown == 0 ? send_command(context) : shown;
}

}  // namespace tocsin::control
