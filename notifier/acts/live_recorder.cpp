// Records what the reader did: in the store, as a mark, in the log.
#include "notifier/acts/live_recorder.h"

#include <utility>

#include "notifier/platform/handled_marks.h"
#include "notifier/receipts/compose.h"
#include "schema/format/receipt/receipt.h"
#include "schema/platform/log.h"

namespace tocsin {
namespace {

bool is_sent(const Config& config, const Policy& policy, Outcome outcome) {
  if (policy.disable || policy.no_receipts) return false;
  return outcome == Outcome::displayed ? config.send_displayed : config.send_acknowledged;
}

Result<void> logged(Result<void> done, Event event, const std::string& what, const Act& act) {
  if (!done) {
    log_error(Event::note, done.error());
  } else {
    log_line(event, Level::notice,
             what + ": " + std::string(act.message->id) + "/" + std::to_string(act.message->revision));
  }
  return done;
}

}  // namespace

LiveRecorder::LiveRecorder(Store& store, const Brand& brand, std::optional<ReceiptIdentity> identity,
                           const Config& config, const Policy& policy, const Position& release,
                           std::function<Instant()> now)
    : store_(store),
      brand_(brand),
      identity_(std::move(identity)),
      config_(config),
      policy_(policy),
      release_(release),
      now_(std::move(now)) {}

Receipt LiveRecorder::receipt_of(const ReceiptIdentity& identity, const Act& act, Outcome outcome,
                                 Instant now) const {
  return compose_receipt({.message = std::string(act.message->id),
                          .revision = act.message->revision,
                          .outcome = outcome,
                          .release = release_,
                          .locale = act.locale,
                          .at = now},
                         identity, policy_, brand_);
}

std::optional<OutboxRow> LiveRecorder::receipt(const Act& act, Outcome outcome, Instant now) const {
  if (!identity_ || !is_sent(config_, policy_, outcome)) return std::nullopt;
  return queued_row(receipt_of(*identity_, act, outcome, now), brand_, now);
}

Decision LiveRecorder::decision(const Act& act, Decision::Kind kind, Instant now) const {
  Decision made;
  made.message = std::string(act.message->id);
  made.revision = act.message->revision;
  made.kind = kind;
  made.when = now;
  made.release = release_;
  return made;
}

HistoryRow LiveRecorder::history(const Act& act, std::string_view what, Instant now) const {
  return {std::string(act.message->id),
          act.message->revision,
          std::string(what),
          now,
          release_,
          act.title,
          act.locale};
}

Result<void> LiveRecorder::displayed(const Act& act) {
  const Instant now = now_();
  return store_.record_displayed(history(act, "displayed", now), receipt(act, Outcome::displayed, now));
}

Result<void> LiveRecorder::acknowledged(const Act& act) {
  const Instant now = now_();
  return store_.record(decision(act, Decision::Kind::acknowledged, now), history(act, "acknowledged", now),
                       receipt(act, Outcome::acknowledged, now));
}

Result<void> LiveRecorder::put_off(const Act& act, Instant until) {
  const Instant now = now_();
  Decision made = decision(act, Decision::Kind::put_off, now);
  made.until = until;
  return store_.record(made, history(act, "put-off", now), std::nullopt);
}

std::string LiveRecorder::what_is_sent(const Act& act) {
  const auto row = receipt(act, Outcome::acknowledged, now_());
  return row ? row->body : std::string();
}

Result<void> Marking::acknowledged(const Act& act) {
  TRY(inner_.acknowledged(act));
  const auto left = leave_mark(machine_folder_, act.message->id, act.message->revision, now_());
  if (!left) log_error(Event::note, left.error());
  return {};
}

Result<void> Logged::displayed(const Act& act) {
  return logged(inner_.displayed(act), Event::shown, "shown", act);
}

Result<void> Logged::acknowledged(const Act& act) {
  return logged(inner_.acknowledged(act), Event::acknowledged, "acknowledged", act);
}

Result<void> Logged::put_off(const Act& act, Instant until) {
  return logged(inner_.put_off(act, until), Event::note, "put off until " + format_instant(until), act);
}

}  // namespace tocsin
