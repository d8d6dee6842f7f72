// See presenter.h. What is read; the acts are in presenter_acts.cpp, the standing texts in
// presenter_texts.cpp.
#include "notifier/present/presenter.h"

#include <algorithm>
#include <utility>

#include "notifier/present/body_text.h"
#include "notifier/present/language_name.h"
#include "notifier/present/strings.h"
#include "notifier/present/words.h"
#include "schema/core/locale/locale.h"
#include "schema/core/text/text.h"

namespace tocsin {
namespace {

/// A title that runs the other way stays a piece of its own within our sentence.
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

std::vector<LanguageChoice> language_choices(const Message& message) {
  std::vector<LanguageChoice> out;
  for (const auto& text : message.texts)
    out.push_back({std::string(text.locale), language_name(text.locale)});
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
  view.id = message.id;
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
  view.locale = text.locale;
  view.right_to_left = is_right_to_left(text.locale);
  view.languages = language_choices(message);
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

}  // namespace tocsin
