// What the reader does. An act is said to be recorded only after the Recorder said so; a failure leaves the
// notice as it was.
#include <chrono>

#include "notifier/present/presenter.h"
#include "notifier/present/strings.h"
#include "schema/core/text/text.h"

namespace tocsin {
namespace {

constexpr std::size_t kDetailCodePoints = 160;

std::string not_recorded(const Error& error) {
  std::string detail = error.detail.empty() ? std::string(code_name(error.code)) : error.detail;
  return filled(tr("Could not be recorded: {detail}. The notice stays open and comes back."),
                {{"detail", sanitised(detail, kDetailCodePoints)}});
}

}  // namespace

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

/// Once the disk takes a decision it may take this, too; nobody is told of a second failure.
void Presenter::record_missed(Notice& notice) {
  if (notice.missed) notice.displayed = recorder_.displayed(act_on(notice)).has_value();
  notice.missed = notice.missed && !notice.displayed;
}

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
  const auto offer = [&](RemindOption::Kind kind, std::string_view label, Duration wait) {
    const Instant until = now + wait;
    if (until <= last) out.push_back({kind, std::string(label), until});
  };
  offer(RemindOption::Kind::tomorrow, tr("Remind me tomorrow"), std::chrono::days(1));
  offer(RemindOption::Kind::in_a_week, tr("Remind me in a week"), kLongestPutOff);
  return out;
}

}  // namespace tocsin
