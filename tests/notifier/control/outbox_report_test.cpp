// The outbox and the test receipt in words.
#include "notifier/control/outbox_report.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace tocsin {
namespace {

std::vector<OutboxRow> two_rows() {
  OutboxRow queued;
  queued.id = "aaaaaaaaaaaaaaaaaaaaaaaaaa";
  queued.body = R"({"id":"a"})";
  queued.message = "av95-retirement";
  queued.outcome = "acknowledged";
  queued.attempts = 2;
  queued.next_attempt = *parse_instant("2026-11-22T01:00:00Z");
  queued.last_error = "HTTP 503\x1b[2J";
  OutboxRow parked = queued;
  parked.id = "bbbbbbbbbbbbbbbbbbbbbbbbbb";
  parked.body = R"({"id":"b"})";
  parked.state = OutboxRow::State::parked;
  return {queued, parked};
}

TestReport report_of(Answer answer, Settlement settlement) {
  return {"https://receipts.example.com/v1/receipts",
          "",
          "a",
          R"({"id":"a"})",
          std::move(answer),
          std::move(settlement)};
}

struct Row {
  std::string_view name;
  Answer answer;
  Settlement settlement;
  int exit_code;
  std::string_view answer_line, result;
};

using Kind = Settlement::Kind;

const std::vector<Row> kRows = {
    {"delivered",
     {202, "a", {}, ""},
     {Kind::delivered, {}, false, ""},
     0,
     "answer: HTTP 202, Receipt-Id a\n",
     "result: delivered\n"},
    {"captive portal",
     {200, "", {}, ""},
     {Kind::postponed, Instant{0}, false, "no echo"},
     8,
     "answer: HTTP 200, without Receipt-Id\n",
     "result: postponed, no echo, next attempt 1970-01-01T00:00:00Z\n"},
    {"no connection",
     {0, "", {}, "could not resolve"},
     {Kind::postponed, Instant{0}, false, "could not resolve"},
     8,
     "answer: no answer: could not resolve\n",
     "result: postponed, could not resolve"},
    {"refused once",
     {403, "", {}, ""},
     {Kind::postponed, Instant{0}, true, "HTTP 403"},
     6,
     "answer: HTTP 403",
     "result: postponed, HTTP 403"},
    {"refused for good",
     {403, "", {}, ""},
     {Kind::parked, Instant{0}, true, "HTTP 403"},
     6,
     "answer: HTTP 403",
     "result: parked, HTTP 403\n"},
    {"header that writes on the terminal",
     {202, "\x1b[2J\nresult: delivered", {}, ""},
     {Kind::postponed, Instant{0}, false, "no echo"},
     8,
     "answer: HTTP 202, Receipt-Id ",
     "result: postponed"},
};

}  // namespace

TEST_CASE("a test receipt is told step by step") {
  for (const auto& row : kRows) {
    CAPTURE(row.name);
    const TestReport report = report_of(row.answer, row.settlement);
    const std::string text = test_text(report);
    CAPTURE(text);
    CHECK(text.find(row.answer_line) != std::string::npos);
    CHECK(text.find("\n" + std::string(row.result)) != std::string::npos);
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(std::count(text.begin(), text.end(), '\n') == 6);
    CHECK(test_exit_code(row.settlement) == row.exit_code);
    const Json json = test_json(report);
    CHECK(json["schema"] == "tocsin.receipt-test/1");
    CHECK(json["status"] == row.answer.status);
    CHECK(json["body"]["id"] == "a");
  }
}

TEST_CASE("the outbox as JSON, text and NDJSON") {
  const auto rows = two_rows();
  const Json json = outbox_json(rows);
  CHECK(json["schema"] == "tocsin.receipts/1");
  CHECK(json["queued"] == 1);
  CHECK(json["parked"] == 1);
  CHECK(json["receipts"][0]["state"] == "queued");
  CHECK(json["receipts"][0]["next_attempt"] == "2026-11-22T01:00:00Z");
  CHECK(json["receipts"][1]["state"] == "parked");
  CHECK(json["receipts"][1]["next_attempt"].is_null());
  const std::string text = outbox_text(rows);
  CHECK(std::count(text.begin(), text.end(), '\n') == 2);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(outbox_ndjson(rows) == "{\"id\":\"a\"}\n");
}

TEST_CASE("an empty outbox") {
  CHECK(outbox_json({})["receipts"].empty());
  CHECK(outbox_json({})["receipts"].is_array());
  CHECK(outbox_text({}) == "No receipt waits.\n");
  CHECK(outbox_ndjson({}).empty());
}

}  // namespace tocsin
