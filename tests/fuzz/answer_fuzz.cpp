// A receipt server's answer, header by header as libcurl hands it over, and what the sender makes of it:
// delivered only by an echo of the id, and never silent for more than a day.
#include "notifier/receipts/http/exchange.h"

#include "notifier/record/state_reader.h"
#include "tests/fuzz/fuzz.h"

namespace tocsin::fuzz {
namespace {

constexpr Instant kNow = instant_at(1'800'000'000);
constexpr std::string_view kId = "abcdefghijklmnopqrstuvwxyz";

int status_of(std::string_view line) {
  const std::size_t blank = line.find(' ');
  int status = 0;
  for (std::size_t at = blank + 1; blank != std::string_view::npos && at < line.size() && at < blank + 4;
       ++at) {
    if (line[at] < '0' || line[at] > '9') return 0;
    status = 10 * status + (line[at] - '0');
  }
  return status;
}

void check(const Answer& answer, std::uint32_t attempts) {
  if (answer.retry_after) expect(*answer.retry_after >= Duration(0), "never into the past");
  OutboxRow row;
  row.id = kId;
  row.attempts = attempts;
  row.refusals = attempts % 4;
  for (const double share : {0.0, 0.5, 1.0}) {
    const Settlement settled = settle(row, answer, kNow, share);
    const bool is_echo = answer.receipt_id == kId && answer.status >= 200 && answer.status < 300;
    expect((settled.kind == Settlement::Kind::delivered) == is_echo, "delivered if and only if echoed");
    expect(settled.next_attempt >= kNow && settled.next_attempt - kNow <= kLongestWait, "within a day");
    if (settled.kind == Settlement::Kind::parked)
      expect(settled.refused && row.refusals >= 2, "parked at the third");
    if (settled.refused) expect(answer.status >= 400 && answer.status < 500, "refused by a 4xx");
  }
}

void run(std::string_view input) {
  const auto attempts = static_cast<std::uint32_t>(input.size());
  Exchange exchange;
  int status = 0;
  while (!input.empty()) {
    std::string line(take_line(input));
    line += "\r\n";
    if (line.starts_with("HTTP/")) status = status_of(line);
    if (!take_header(exchange, line, kNow)) break;
  }
  expect(exchange.header_bytes <= kHeaderBytes + 65536, "what is too long ends the exchange");
  exchange.answer.status = status;
  check(exchange.answer, attempts);
  Exchange body;
  std::string piece(1000, 'x');
  for (int i = 0; i < 20; ++i) static_cast<void>(on_body(piece.data(), 1, piece.size(), &body));
  expect(on_body(piece.data(), 1, piece.size(), &body) == 0, "an endless body is not taken");
}

const Registered kRegistered("answer", run);

}  // namespace
}  // namespace tocsin::fuzz
