// `receipts test`: one receipt through the whole chain, queued like any other, so that a site can see whether
// its network lets receipts out. Layer: notifier/control.
#include <algorithm>

#include "notifier/control/channel.h"
#include "notifier/control/commands.h"
#include "notifier/control/commands/test_report.h"
#include "notifier/control/outbox_store.h"
#include "notifier/platform/identity.h"
#include "notifier/platform/session.h"
#include "notifier/receipts/identity.h"

namespace tocsin {
namespace {

constexpr std::string_view kMessage = "test";

Receipt test_receipt(const Channel& channel, const ReceiptIdentity& identity) {
  const auto languages = preferred_languages();
  Receipt receipt;
  receipt.id = receipt_id(identity, kMessage, 1, Outcome::test);
  receipt.installation = identity.installation;
  receipt.message = kMessage;
  receipt.epoch = channel.set.release.epoch;
  receipt.serial = channel.set.release.serial;
  receipt.outcome = Outcome::test;
  receipt.actor = identity.actor;
  receipt.locale = languages.empty() ? "und" : languages.front();
  receipt.client = TOCSIN_VERSION;
  receipt.os = brand().platform.substr(0, brand().platform.find('-'));
  constexpr std::int64_t kHour = 3600;
  receipt.time = {channel.now().seconds / kHour * kHour};
  return receipt;
}

OutboxRow queued_row(const Receipt& receipt, Instant now) {
  OutboxRow row;
  row.id = receipt.id;
  row.body = receipt_json(receipt, brand());
  row.message = receipt.message;
  row.outcome = outcome_name(receipt.outcome);
  row.created = now;
  row.next_attempt = now;
  return row;
}

/// The row as it lies in the outbox: an earlier test may still wait there, with its attempts.
Result<OutboxRow> queue(Store& store, const OutboxRow& row) {
  if (const auto queued = store.queue(row); !queued) {
    return Failure(queued.error());
  }
  const auto rows = store.outbox();
  if (!rows) {
    return Failure(rows.error());
  }
  const auto found =
      std::find_if(rows->begin(), rows->end(), [&row](const OutboxRow& other) { return other.id == row.id; });
  return found == rows->end() ? row : *found;
}

Result<void> record(Store& store, const OutboxRow& row, const Settlement& settlement, Instant now) {
  if (settlement.kind == Settlement::Kind::delivered) {
    return store.delivered(row.id, now);
  }
  if (row.state == OutboxRow::State::parked) {
    return {};
  }
  if (settlement.kind == Settlement::Kind::parked) {
    return store.parked(row.id, settlement.error);
  }
  return store.postponed(row.id, settlement.next_attempt, settlement.refused, settlement.error);
}

Result<TestReport> test(const Context& context, Channel& channel) {
  const auto conf = read_machine_conf(context.places);
  if (!conf) {
    return Failure(conf.error());
  }
  auto store = Store::open(context.places.state_db);
  if (!store) {
    return Failure(std::move(store).error());
  }
  const auto lock = take_sender_lock(context.places);
  if (!lock) {
    return Failure(lock.error());
  }
  auto identity = receipt_identity(*conf, machine_id(context.places.root), user_id());
  if (context.policy.no_actor) {
    identity.actor.clear();  // before the id is made of it
  }
  const auto row = queue(*store, queued_row(test_receipt(channel, identity), channel.now()));
  if (!row) {
    return Failure(row.error());
  }
  TestReport report{channel.target, context.policy.proxy, row->id, row->body, {}, {}};
  report.answer = channel.http->post(row->id, row->body);
  report.settlement = settle(*row, report.answer, channel.now(), random_uniform01());
  const auto recorded = record(*store, *row, report.settlement, channel.now());
  return recorded ? Result<TestReport>(std::move(report)) : Failure(recorded.error());
}

}  // namespace

int receipts_test_command(const Context& context) {
  if (context.policy.no_receipts) {
    return failed({Code::denied, "receipts.test", "policy NoReceipts: nothing is queued or sent", {}, 0, 0});
  }
  if (context.places.state_db.empty()) {
    return failed({Code::not_found, "receipts.test", "no home folder to keep state in", {}, 0, 0});
  }
  auto channel = open_channel(context);
  if (!channel) {
    return failed(channel.error());
  }
  const auto report = test(context, *channel);
  if (!report) {
    return failed(report.error());
  }
  print(context.line.json ? json_text(test_json(*report)) : test_text(*report));
  return test_exit_code(report->settlement);
}

}  // namespace tocsin
