// `send`: the one sender, started by the gate and the dialog; says what it did in the log. Layer:
// notifier/control.
#include "notifier/control/channel.h"
#include "notifier/control/commands.h"
#include "notifier/control/outbox_store.h"
#include "schema/platform/log.h"

namespace tocsin {
namespace {

int failed_in_log(const Error& error) {
  if (error.code != Code::conflict) {  // another sender is at it: no news
    log_error(Event::note, error);
  }
  return exit_code(error.code);
}

int drop_queued(Store& store) {
  const auto dropped = store.drop_queued();
  if (!dropped) {
    return failed_in_log(dropped.error());
  }
  if (*dropped > 0) {
    log_line(Event::note, Level::notice,
             "receipts deleted by policy NoReceipts: " + std::to_string(*dropped));
  }
  return 0;
}

/// Each receipt that ends, well or not, has its own line in the log already.
int send_with(Store& store, Channel& channel) {
  const auto sent = send_due(
      store, *channel.http, [&channel] { return channel.now(); }, random_uniform01);
  if (!sent) {
    return failed_in_log(sent.error());
  }
  if (sent->postponed > 0) {
    log_line(Event::note, Level::info, "receipts postponed: " + std::to_string(sent->postponed));
  }
  return 0;
}

int send_from(Store& store, const Context& context) {
  if (!store.repaired().empty()) {
    log_line(Event::note, Level::warning, store.repaired());
  }
  if (context.policy.no_receipts) {
    return drop_queued(store);
  }
  const auto rows = store.outbox();
  if (!rows) {
    return failed_in_log(rows.error());
  }
  if (rows->empty()) {
    return 0;
  }
  auto channel = open_channel(context);
  return channel ? send_with(store, *channel) : failed_in_log(channel.error());
}

}  // namespace

int send_command(const Context& context) {
  auto store = existing_store(context);
  if (!store) {
    return failed_in_log(store.error());
  }
  if (!*store) {
    return 0;
  }
  const auto lock = take_sender_lock(context.places);
  return lock ? send_from(**store, context) : failed_in_log(lock.error());
}

}  // namespace tocsin
