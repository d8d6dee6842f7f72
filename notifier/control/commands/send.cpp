// `send`: the one sender, started by the gate and the dialog. It reports in the log.
#include "notifier/control/channel.h"
#include "notifier/control/commands.h"
#include "schema/platform/log.h"

namespace tocsin::control {
namespace {

Result<void> drop_queued(Store& store) {
  const auto dropped = TRY(store.drop_queued());
  if (dropped > 0) {
    log_line(Event::note, Level::notice, "receipts deleted by policy NoReceipts: " + std::to_string(dropped));
  }
  return {};
}

/// Each receipt that is delivered or refused for good has its own line in the log already.
Result<void> send_all(Store& store, const Context& context) {
  if (!store.repaired().empty()) log_line(Event::note, Level::warning, store.repaired());
  if (context.policy.no_receipts) return drop_queued(store);
  if (TRY(store.outbox()).empty()) return {};
  const Channel channel = TRY(open_channel(context));
  const auto sent = TRY(send_due(
      store, *channel.http, [&channel] { return channel.now(); }, random_uniform01));
  if (sent.postponed > 0)
    log_line(Event::note, Level::info, "receipts postponed: " + std::to_string(sent.postponed));
  return {};
}

Result<void> send(const Context& context) {
  auto store = TRY(existing_store(context.places));
  if (!store) return {};
  const FileLock lock = TRY(take_sender_lock(context.places));
  return send_all(*store, context);
}

}  // namespace

Result<int> send_command(const Context& context) {
  const auto sent = send(context);
  if (sent) return 0;
  if (sent.error().code != Code::conflict) log_error(Event::note, sent.error());  // another sender: no news
  return exit_code(sent.error().code);
}

}  // namespace tocsin::control
