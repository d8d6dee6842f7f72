// See terminal_show.h.
#include "notifier/control/terminal_show.h"

#include "notifier/present/strings.h"

namespace tocsin {
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

enum class Outcome : std::uint8_t { asked_again, decided, next, quit };

Outcome decided(const Done& done, const Terminal& terminal) {
  terminal.write(done.status + "\n");
  return done.recorded ? Outcome::decided : Outcome::asked_again;
}

Outcome act(Presenter& presenter, std::size_t index, const std::string& answer, const Terminal& terminal) {
  const NoticeView view = presenter.notice(index);
  const auto said = [&terminal](const std::string& text) {
    terminal.write(text + "\n");
    return Outcome::asked_again;
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
  if (answer == "n") return Outcome::next;
  if (answer == "q") return Outcome::quit;
  return said(std::string(tr("Please answer with one of these letters.")));
}

/// Shows one and asks until it is left.
Outcome read_one(Presenter& presenter, std::size_t index, const Terminal& terminal) {
  terminal.write(presenter.row(index) + "\n\n" + notice_text(presenter.notice(index), terminal.is_plain) +
                 "\n");
  if (const std::string trouble = presenter.displayed(index); !trouble.empty())
    terminal.write(trouble + "\n");
  while (true) {
    terminal.write(question(presenter.notice(index)));
    std::string answer;
    if (!terminal.read(answer)) return Outcome::quit;
    const Outcome outcome = act(presenter, index, answer, terminal);
    if (outcome != Outcome::asked_again) return outcome;
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
  std::string out = rule;
  add_line(out, view.title);
  add_line(out, view.severity_word + ", " + view.category_word +
                    (view.reference.empty() ? "" : ", " + view.reference));
  add_line(out, view.act_by);
  out += "\n" + view.body + "\n\n";
  if (!view.link_url.empty()) add_line(out, view.link_label + ": " + view.link_url);
  add_line(out, view.remark);
  return out + rule;
}

void show_in_terminal(Presenter& presenter, const Terminal& terminal) {
  terminal.write(heading(presenter));
  for (std::size_t index = 0; index < presenter.size(); ++index) {
    if (read_one(presenter, index, terminal) == Outcome::quit) break;
  }
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

}  // namespace tocsin
