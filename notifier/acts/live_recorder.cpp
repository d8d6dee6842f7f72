// Records what the reader did: in the store, as a mark, in the log.
#include "notifier/acts/live_recorder.h"

#include <utility>

#include "notifier/platform/handled_marks.h"
#include "schema/format/receipt/receipt.h"
#include "schema/platform/log.h"

namespace tocsin {
namespace {

constexpr std::string_view kClientVersion = TOCSIN_VERSION;

// "linux" of "linux-x86_64".
std::string_view system_of(const Brand& brand) {
  return brand.platform.substr(0, brand.platform.find('-'));
}

// The exact second at which a person reads a notice is not sent.
Instant to_the_hour(Instant now) {
  return {now.seconds - now.seconds % 3600};
}

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

LiveRecorder::LiveRecorder(Store& store, const Brand& brand, const std::optional<ReceiptIdentity>& identity,
                           const Config& config, const Policy& policy, const Position& release,
                           std::function<Instant()> now)
    : store_(store),
      brand_(brand),
      identity_(identity),
      config_(config),
      policy_(policy),
      release_(release),
      now_(std::move(now)) {}

Receipt LiveRecorder::receipt_of(ReceiptIdentity identity, const Act& act, Outcome outcome,
                                 Instant now) const {
  // The id is derived from the receipt's fields: without the actor, it contains nothing of the actor either.
  if (policy_.no_actor) identity.actor.clear();
  return {.id = receipt_id(identity, act.message->id, act.message->revision, outcome),
          .installation = identity.installation,
          .message = std::string(act.message->id),
          .revision = act.message->revision,
          .release = release_,
          .outcome = outcome,
          .actor = identity.actor,
          .locale = act.locale,
          .client = std::string(kClientVersion),
          .os = std::string(system_of(brand_)),
          .time = to_the_hour(now)};
}

std::optional<OutboxRow> LiveRecorder::receipt(const Act& act, Outcome outcome, Instant now) const {
  if (!identity_ || !is_sent(config_, policy_, outcome)) return std::nullopt;
  const Receipt made = receipt_of(*identity_, act, outcome, now);
  OutboxRow row;
  row.id = made.id;
  row.body = receipt_json(made, brand_);
  row.message = made.message;
  row.revision = made.revision;
  row.outcome = std::string(outcome_name(outcome));
  row.created = now;
  row.next_attempt = now;
  return row;
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
