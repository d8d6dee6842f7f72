// The presenter: what is read, the reader's acts, and the standing texts, in this order.
#include "notifier/present/presenter.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "notifier/present/body_text.h"
#include "notifier/present/strings.h"
#include "notifier/present/why_text.h"
#include "schema/core/locale/locale.h"
#include "schema/core/text/text.h"

namespace tocsin {
namespace {

constexpr std::size_t kDetailCodePoints = 160;

std::string_view severity_word(Severity severity) {
  switch (severity) {
    case Severity::critical:
      return tr("Critical");
    case Severity::warning:
      return tr("Warning");
    case Severity::info:
      break;
  }
  return tr("Information");
}

std::string_view severity_in_a_row(Severity severity) {
  switch (severity) {
    case Severity::critical:
      return tr("critical");
    case Severity::warning:
      return tr("warning");
    case Severity::info:
      break;
  }
  return tr("information");
}

std::string_view category_word(Category category) {
  switch (category) {
    case Category::security:
      return tr("Security");
    case Category::maintenance:
      return tr("Maintenance");
    case Category::licence:
      return tr("Licence");
    case Category::outage:
      return tr("Outage");
    case Category::lifecycle:
      break;
  }
  return tr("Product life cycle");
}

/// Isolates a right-to-left title (Unicode FSI, PDI), so that it does not reorder the sentence around it.
std::string isolated(const Text& text) {
  const std::string title(text.title);
  return is_right_to_left(text.locale) ? "\u2068" + title + "\u2069" : title;
}

std::string_view state_words(NoticeState state) {
  switch (state) {
    case NoticeState::acknowledged:
      return tr("acknowledged");
    case NoticeState::put_off:
      return tr("put off");
    case NoticeState::undecided:
      break;
  }
  return tr("not yet acknowledged");
}

std::string remark_of(const Message& message) {
  std::string out;
  if (message.scope == Scope::machine) {
    out += tr("One administrator's acknowledgement serves for all administrators of this computer.");
  }
  if (message.until == Until::resolved && message.act_by) {
    if (!out.empty()) out += " ";
    out += tr("Until it is resolved here, this notice comes back once, 7 days before the date above.");
  }
  return out;
}

void set_link(NoticeView& view, const Text& text) {
  view.link_label = text.link_label;
  view.link_url = text.link_url;
  view.link_host = host_of(text.link_url);
}

std::vector<std::string> language_names(const Message& message) {
  std::vector<std::string> out;
  for (const auto& text : message.texts) out.push_back(language_name(text.locale));
  return out;
}

std::string not_recorded(const Error& error) {
  std::string detail = error.detail.empty() ? std::string(code_name(error.code)) : error.detail;
  return filled(tr("Could not be recorded: {detail}. The notice stays open and comes back."),
                {{"detail", sanitised(detail, kDetailCodePoints)}});
}

void add_line(std::string& out, std::string_view line) {
  if (line.empty()) return;
  out += line;
  out += '\n';
}

std::string joined(const std::vector<std::string>& items) {
  std::string out;
  for (const auto& item : items) out += (out.empty() ? "" : ", ") + item;
  return out;
}

}  // namespace

Presenter::Presenter(Presentation presentation, Recorder& recorder)
    : from_(std::move(presentation)), recorder_(recorder) {
  for (const Message* message : from_.due) {
    const Text& text = from_.catalog.text_for(*message, from_.locales);
    const auto language = static_cast<std::size_t>(&text - message->texts.data());
    notices_.push_back({message, language, NoticeState::undecided, false});
  }
}

std::string Presenter::window_title() const {
  const auto undecided = [](const Notice& n) { return n.state == NoticeState::undecided; };
  const auto critical = static_cast<std::size_t>(std::ranges::count_if(
      notices_, [&](const Notice& n) { return undecided(n) && n.message->severity == Severity::critical; }));
  const auto others = static_cast<std::size_t>(std::ranges::count_if(notices_, undecided)) - critical;
  std::string out = filled(tr("{console} on {host}"),
                           {{"console", from_.brand.console}, {"host", sanitised(from_.host, 64)}});
  if (critical > 0) {
    out +=
        ": " + filled(tr_count("{n} critical", "{n} critical", critical), {{"n", std::to_string(critical)}});
    if (others > 0)
      out += ", " + filled(tr_count("{n} other", "{n} others", others), {{"n", std::to_string(others)}});
  } else if (others > 0) {
    out += ": " + filled(tr_count("{n} notice", "{n} notices", others), {{"n", std::to_string(others)}});
  }
  return out;
}

std::string Presenter::row(std::size_t index) const {
  const Notice& notice = notices_.at(index);
  return filled(tr("{severity}, {n} of {count}, {state}: {title}"),
                {{"severity", severity_in_a_row(notice.message->severity)},
                 {"n", std::to_string(index + 1)},
                 {"count", std::to_string(size())},
                 {"state", state_words(notice.state)},
                 {"title", isolated(text_of(notice))}});
}

NoticeView Presenter::notice(std::size_t index) const {
  const Notice& notice = notices_.at(index);
  const Message& message = *notice.message;
  const Text& text = text_of(notice);
  NoticeView view;
  view.title = text.title;
  view.severity = message.severity;
  view.severity_word = severity_word(message.severity);
  view.category_word = category_word(message.category);
  if (!message.reference.empty()) {
    view.reference = filled(tr("Reference {reference}"), {{"reference", message.reference}});
  }
  view.body = body_text(from_.catalog.body(text),
                        [&](std::string_view id) { return found_words(id, from_.explained); });
  if (may_open(std::string(text.link_url))) set_link(view, text);
  view.has_act_by = message.act_by.has_value();
  view.act_by = message.act_by ? filled(tr("Act by {date}"), {{"date", date(*message.act_by)}})
                               : std::string(tr("No action needed"));
  view.remark = remark_of(message);
  view.right_to_left = is_right_to_left(text.locale);
  view.languages = language_names(message);
  view.language = notice.language;
  view.state = notice.state;
  view.reminders = reminders(notice);
  return view;
}

std::optional<std::size_t> Presenter::next_undecided(std::size_t after) const {
  for (std::size_t step = 1; step <= size(); ++step) {
    const std::size_t index = (after + step) % size();
    if (notices_[index].state == NoticeState::undecided) return index;
  }
  return std::nullopt;
}

void Presenter::choose_language(std::size_t index, std::size_t language) {
  Notice& notice = notices_.at(index);
  if (language < notice.message->texts.size()) notice.language = language;
}

const Text& Presenter::text_of(const Notice& notice) const {
  return notice.message->texts[notice.language];
}

const ExplainedMessage* Presenter::explained(const Message& message) const {
  const auto at = std::ranges::find(from_.explained, &message, &ExplainedMessage::message);
  return at == from_.explained.end() ? nullptr : &*at;
}

std::string Presenter::date(Instant at) const {
  return format_moment(at, from_.locales, from_.offset);
}

bool Presenter::may_open(const std::string& url) const {
  return is_allowed_link(url, from_.config.link_hosts);
}

Act Presenter::act_on(const Notice& notice) const {
  const Text& text = text_of(notice);
  return {notice.message, std::string(text.title), std::string(text.locale)};
}

void Presenter::withdrawals_shown() {
  if (!withdrawn_told_ && !from_.withdrawn_titles.empty() && from_.withdrawn_told) from_.withdrawn_told();
  withdrawn_told_ = true;
}

std::string Presenter::displayed(std::size_t index) {
  withdrawals_shown();
  Notice& notice = notices_.at(index);
  if (notice.displayed) return {};
  const auto recorded = recorder_.displayed(act_on(notice));
  notice.displayed = recorded.has_value();
  notice.missed = !notice.displayed;
  return recorded ? std::string() : not_recorded(recorded.error());
}

/// Tries again to record that the notice was on screen: the disk has just accepted a decision. A second
/// failure is not reported.
void Presenter::record_missed(Notice& notice) {
  if (notice.missed) notice.displayed = recorder_.displayed(act_on(notice)).has_value();
  notice.missed = notice.missed && !notice.displayed;
}

/// An act counts as recorded only after the Recorder succeeded. On failure the notice keeps its state.
Done Presenter::acknowledge(std::size_t index) {
  Notice& notice = notices_.at(index);
  if (notice.state == NoticeState::acknowledged) return {true, std::string(tr("Already acknowledged."))};
  const auto recorded = recorder_.acknowledged(act_on(notice));
  if (!recorded) return {false, not_recorded(recorded.error())};
  notice.state = NoticeState::acknowledged;
  record_missed(notice);
  return {true, filled(tr("Recorded as acknowledged: {title}"), {{"title", text_of(notice).title}})};
}

Done Presenter::remind(std::size_t index, RemindOption::Kind kind) {
  Notice& notice = notices_.at(index);
  for (const auto& option : reminders(notice)) {
    if (option.kind != kind) continue;
    const auto recorded = recorder_.put_off(act_on(notice), option.until);
    if (!recorded) return {false, not_recorded(recorded.error())};
    notice.state = NoticeState::put_off;
    record_missed(notice);
    return {true, filled(tr("Recorded: you will be reminded from {date}."), {{"date", date(option.until)}})};
  }
  return {false, std::string(tr("This notice can no longer be put off."))};
}

std::vector<RemindOption> Presenter::reminders(const Notice& notice) const {
  const Message& message = *notice.message;
  if (message.severity == Severity::critical || notice.state == NoticeState::acknowledged) return {};
  const Instant last = message.act_by ? std::min(*message.act_by, message.expires) : message.expires;
  const Instant now = from_.now();
  std::vector<RemindOption> out;
  const auto offer = [&](RemindOption::Kind kind, Duration wait) {
    const Instant until = now + wait;
    if (until <= last) out.push_back({kind, until});
  };
  offer(RemindOption::Kind::tomorrow, std::chrono::days(1));
  offer(RemindOption::Kind::in_a_week, kLongestPutOff);
  return out;
}

std::string Presenter::why(std::size_t index) const {
  const Message& message = *notices_.at(index).message;
  const ExplainedMessage* known = explained(message);
  return why_text(known != nullptr ? *known : ExplainedMessage{&message, Reason::due, {}, {}, {}},
                  from_.brand);
}

std::string Presenter::what_is_sent(std::size_t index) const {
  const std::string json = recorder_.what_is_sent(act_on(notices_.at(index)));
  if (json.empty()) return std::string(tr("Nothing is sent: receipts are switched off here.")) + "\n";
  std::string out = std::string(tr("Exactly this is sent when you acknowledge:")) + "\n\n" + json + "\n\n";
  if (from_.config.send_displayed) {
    out += std::string(
               tr("That the notice was on screen is sent the same way, once, as outcome \"displayed\".")) +
           "\n";
  }
  return out + std::string(tr("Nothing else leaves this computer.")) + "\n";
}

std::string plain_text(const NoticeView& view) {
  std::string out;
  add_line(out, view.title);
  add_line(out, view.severity_word + ", " + view.category_word +
                    (view.reference.empty() ? "" : ", " + view.reference));
  add_line(out, view.act_by);
  out += "\n" + view.body + "\n\n";
  if (!view.link_url.empty()) add_line(out, view.link_label + ": " + view.link_url);
  return out;
}

std::string Presenter::copy_text(std::size_t index) const {
  std::string out = plain_text(notice(index));
  add_line(out, foot());
  return out;
}

std::string Presenter::how_to_turn_off() const {
  const bool is_registry = from_.brand.platform.starts_with("windows");
  const auto for_all =
      is_registry ? tr("For everyone on this computer: an administrator sets the value Disable (DWORD) to "
                       "1 in the registry key {place}, or by Group Policy.")
                  : tr("For everyone on this computer: an administrator writes the line Disable=1 to "
                       "{place}.");
  const auto for_one =
      is_registry ? tr("For you alone: set the value Disable (DWORD) to 1 in the registry key {place}.")
                  : tr("For you alone: write the line Disable=1 to {place}.");
  std::string out = filled(for_all, {{"place", from_.machine_policy}}) + "\n";
  if (!from_.user_policy.empty()) out += filled(for_one, {{"place", from_.user_policy}}) + "\n";
  const auto price = tr(
      "Then nothing from {vendor} is shown to you here and nothing is sent. What is lost: you are no longer "
      "told in time when a component is retired, a version loses support or a fault needs a patch.");
  out += "\n" + filled(price, {{"vendor", from_.brand.vendor}}) + "\n\n";
  out +=
      tr("NoReceipts=1 instead keeps the notices and sends nothing. MinimumSeverity=critical keeps the "
         "critical ones.");
  out += "\n";
  if (from_.policy_lines.empty()) return out;
  out += "\n" + std::string(tr("In force now:")) + "\n";
  for (const auto& line : from_.policy_lines) add_line(out, "\u2022 " + sanitised(line, 300));
  return out;
}

std::string Presenter::support_url() const {
  const std::string& url = from_.config.support_url;
  const std::string host = host_of(url);
  return !host.empty() && is_allowed_link(url, std::span(&host, 1)) ? url : std::string();
}

std::string Presenter::support_host() const {
  return host_of(support_url());
}

std::string Presenter::foot() const {
  std::vector<std::string> keys;
  for (const auto& key : from_.release.notices.signed_by) keys.push_back(key.substr(0, 8));
  const std::string serial = format_position(from_.release.notices.position);
  return filled(
      tr_count("Signed by {vendor} (key {keys}), serial {serial}, issued {date}",
               "Signed by {vendor} (keys {keys}), serial {serial}, issued {date}", keys.size()),
      {{"vendor", from_.brand.vendor},
       {"keys", joined(keys)},
       {"serial", serial},
       {"date", format_date(to_instant(from_.release.notices.issued), from_.locales, from_.offset)}});
}

std::string Presenter::test_warning() const {
  if (!from_.brand.test_keys) return {};
  return std::string(tr("TEST KEYS: anyone can sign notices for this build. Do not act on what it says."));
}

std::string Presenter::more_line() const {
  if (from_.held_back == 0) return {};
  return filled(tr_count("{n} more notice follows at a later logon.",
                         "{n} more notices follow at later logons.", from_.held_back),
                {{"n", std::to_string(from_.held_back)}});
}

std::vector<std::string> Presenter::withdrawn_lines() const {
  std::vector<std::string> out;
  for (const auto& title : from_.withdrawn_titles) {
    out.push_back(filled(
        tr("{vendor} has withdrawn a notice you have read: \u201c{title}\u201d. It no longer applies."),
        {{"vendor", from_.brand.vendor}, {"title", sanitised(title, 120)}}));
  }
  return out;
}

}  // namespace tocsin
