// Drives the real store, sender and libcurl with a clock of the test's own, so that a retry need not be
// waited for. Tests only.
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>

#include "notifier/receipts/http/curl.h"
#include "notifier/receipts/identity.h"
#include "schema/core/brand.h"
#include "schema/format/receipt/receipt.h"

using namespace tocsin;

namespace {

int failed(const Error& error) {
  std::fprintf(stderr, "%s\n", describe(error).c_str());
  return exit_code(error.code);
}

Instant instant_of(const char* text) {
  return instant_at(std::strtoll(text, nullptr, 10));
}

OutboxRow make_receipt(const std::string& message, Instant now) {
  const ReceiptIdentity identity =
      receipt_identity(std::string(32, 's'), "0123456789abcdef0123456789abcdef", "1000");
  Receipt receipt;
  receipt.id = receipt_id(identity, message, 1, Outcome::acknowledged);
  receipt.installation = identity.installation;
  receipt.actor = identity.actor;
  receipt.message = message;
  receipt.locale = "de";
  receipt.client = TOCSIN_VERSION;
  receipt.os = "linux";
  receipt.time = std::chrono::floor<std::chrono::hours>(now);
  OutboxRow row;
  row.id = receipt.id;
  row.body = receipt_json(receipt, brand());
  row.message = message;
  row.outcome = "acknowledged";
  row.created = now;
  row.next_attempt = now;
  return row;
}

// queue DB NOW MESSAGE...
int queue(Store& store, Instant now, std::span<char*> messages) {
  for (const char* message : messages) {
    const OutboxRow row = make_receipt(message, now);
    if (const auto queued = store.queue(row); !queued) return failed(queued.error());
    std::printf("%s\n", row.id.c_str());
  }
  return 0;
}

int print_state(Store& store, const SendReport& report) {
  std::printf("report\t%u\t%u\t%u\t%u\n", report.delivered, report.postponed, report.parked, report.not_due);
  const auto rows = store.outbox();
  if (!rows) return failed(rows.error());
  for (const OutboxRow& row : *rows) {
    std::printf("row\t%s\t%s\t%u\t%u\t%lld\t%s\n", row.id.c_str(),
                row.state == OutboxRow::State::queued ? "queued" : "parked", row.attempts, row.refusals,
                static_cast<long long>(seconds_of(row.next_attempt)), row.last_error.c_str());
  }
  return 0;
}

// send DB NOW URL CA-FILE [PROXY]
int send(Store& store, Instant now, std::span<char*> rest) {
  Policy policy;
  Config config;
  config.receipt_url = rest[0];
  policy.receipt_ca_file = rest[1];
  if (rest.size() > 2) policy.proxy = rest[2];
  const auto target = receipt_target(config, policy, brand());
  if (!target) return failed(target.error());
  const auto http = open_http(*target, policy, "example-messenger/" TOCSIN_VERSION);
  if (!http) return failed(http.error());
  const auto report = send_due(
      store, **http, [now] { return now; }, [] { return 0.5; });
  if (!report) return failed(report.error());
  return print_state(store, *report);
}

}  // namespace

int main(int argc, char** argv) {
  const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
  if (arguments.size() < 5) return 2;
  const std::string mode = arguments[1];
  auto store = Store::open(arguments[2]);
  if (!store) return failed(store.error());
  const Instant now = instant_of(arguments[3]);
  if (mode == "queue") return queue(*store, now, arguments.subspan(4));
  if (mode == "send" && arguments.size() >= 6) return send(*store, now, arguments.subspan(4));
  return 2;
}
