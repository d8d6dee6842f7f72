// The outbox in words.
#include "notifier/control/commands/receipts.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace tocsin::control {
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

}  // namespace

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

}  // namespace tocsin::control
