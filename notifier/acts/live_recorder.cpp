// The Recorder over the real store and this machine's identity. Layer: notifier.
#include "notifier/acts/live_recorder.h"

#include <utility>

#include "schema/format/receipt/receipt.h"

namespace tocsin {
namespace {

constexpr std::string_view kClientVersion = TOCSIN_VERSION;

// "linux" of "linux-x86_64".
std::string_view system_of(const Brand& brand) {
  return brand.platform.substr(0, brand.platform.find('-'));
}

// When somebody reads a notice to the second is nobody's business.
Instant to_the_hour(Instant now) {
  return {now.seconds - now.seconds % 3600};
}

bool is_sent(const Config& config, const Policy& policy, Outcome outcome) {
  if (policy.disable || policy.no_receipts) return false;
  return outcome == Outcome::displayed ? config.send_displayed : config.send_acknowledged;
}

}  // namespace

LiveRecorder::LiveRecorder(Store& store, const Brand& brand, const ReceiptIdentity& identity,
                           const Config& config, const Policy& policy, std::uint32_t epoch,
                           std::uint64_t serial, std::function<Instant()> now)
    : store_(store),
      brand_(brand),
      identity_(identity),
      config_(config),
      policy_(policy),
      epoch_(epoch),
      serial_(serial),
      now_(std::move(now)) {}

Receipt LiveRecorder::receipt_of(const Act& act, Outcome outcome, Instant now) const {
  // The id is made of what the receipt says: without the actor nothing of the actor is in it either.
  ReceiptIdentity identity = identity_;
  if (policy_.no_actor) identity.actor.clear();
  return {.id = receipt_id(identity, act.message->id, act.message->revision, outcome),
          .installation = identity.installation,
          .message = std::string(act.message->id),
          .revision = act.message->revision,
          .epoch = epoch_,
          .serial = serial_,
          .outcome = outcome,
          .actor = identity.actor,
          .locale = act.locale,
          .client = std::string(kClientVersion),
          .os = std::string(system_of(brand_)),
          .time = to_the_hour(now)};
}

std::optional<OutboxRow> LiveRecorder::receipt(const Act& act, Outcome outcome, Instant now) const {
  if (!is_sent(config_, policy_, outcome)) return std::nullopt;
  const Receipt made = receipt_of(act, outcome, now);
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
  made.epoch = epoch_;
  made.serial = serial_;
  return made;
}

HistoryRow LiveRecorder::history(const Act& act, std::string_view what, Instant now) const {
  return {std::string(act.message->id),
          act.message->revision,
          std::string(what),
          now,
          epoch_,
          serial_,
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

}  // namespace tocsin
