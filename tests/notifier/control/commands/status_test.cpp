// What `status` says and with which code it ends.
#include "notifier/control/commands/status.h"

#include <doctest/doctest.h>

#include <functional>
#include <string_view>
#include <vector>

namespace tocsin::control {
namespace {

StatusReport sound() {
  StatusReport report;
  report.at = *parse_instant("2026-11-22T12:00:00Z");
  report.folder = "/opt/example/messenger/2.7.0a1b2c3d";
  ProvenRelease release;
  release.epoch = 2;
  release.serial = 7;
  release.issued = *parse_instant("2026-11-01T00:00:00Z");
  release.expires = *parse_instant("2027-03-01T00:00:00Z");
  release.signed_by = {"00112233445566778899aabbccddeeff"};
  report.release = release;
  report.audience = Audience{"1001", {}, true};
  report.catalog = CatalogSummary{3, 1, 0, {}, {}};
  report.outbox = OutboxSummary{};
  return report;
}

struct Row {
  std::string_view name;
  std::function<void(StatusReport&)> arrange;
  int exit_code;
  std::string_view text;  // that the report must hold
};

const std::vector<Row> kRows = {
    {"sound", [](StatusReport&) {}, 0,
     "2.7, issued 2026-11-01T00:00:00Z (21 days ago), expires 2027-03-01T00:00:00Z"},
    {"keys", [](StatusReport&) {}, 0, "TEST KEYS"},
    {"a member", [](StatusReport&) {}, 0, "group 1001, you are a member"},
    {"not a member", [](StatusReport& r) { r.audience->member = false; }, 0, "you are not a member"},
    {"no group",
     [](StatusReport& r) {
       r.audience = Audience{{}, "the group g was missing at install", false};
     },
     0, "NOBODY is shown anything: the group g was missing"},
    {"critical", [](StatusReport& r) { r.catalog->critical = {"patch-now"}; }, 20,
     "not yet acknowledged: patch-now"},
    {"dropped",
     [](StatusReport& r) {
       r.catalog->dropped = {{"odd", "unknown-category", 12}};
     },
     0, "odd, line 12: unknown-category"},
    {"dropped without an id",
     [](StatusReport& r) {
       r.catalog->dropped = {{"", "no-id", 3}};
     },
     0, "(no id), line 3: no-id"},
    {"expired",
     [](StatusReport& r) {
       r = StatusReport();
       r.refused =
           Error{.code = Code::stale, .operation = "proof", .detail = "at 2027-03-01", .rule = "EXPIRED"};
     },
     5, "EXPIRED: "},
    {"bad signature",
     [](StatusReport& r) {
       r = StatusReport();
       r.refused = Error{.code = Code::untrusted, .operation = "proof", .rule = "BAD_SIG"};
     },
     5, "REFUSED     BAD_SIG\n"},
    {"scf.dat missing",
     [](StatusReport& r) {
       r = StatusReport();
       r.refused =
           Error{.code = Code::not_found, .operation = "owned_file.open", .detail = "scf.dat", .system = 2};
     },
     3, "scf.dat"},
    {"policy in force",
     [](StatusReport& r) {
       r.policy.values = {{"NoActor", "1", "/etc/example-messenger.conf:3", ""}};
     },
     0, "NoActor=1 (/etc/example-messenger.conf:3)\n"},
    {"policy ignored",
     [](StatusReport& r) {
       r.policy.values = {{"Disable", "yes", "/etc/x.conf:1", "must be 1 or 0"}};
     },
     0, "Disable=yes (/etc/x.conf:1) IGNORED: must be 1 or 0"},
    {"switched off",
     [](StatusReport& r) {
       r = StatusReport();
       r.policy.disable = true;
     },
     0, "SWITCHED OFF"},
    {"config remark", [](StatusReport& r) { r.config_remarks = {"MaxNoticesPerLogon: not a number"}; }, 0,
     "MaxNoticesPerLogon: not a number"},
    {"outbox",
     [](StatusReport& r) { r.outbox = OutboxSummary{2, 1, instant_at(0), std::nullopt, "HTTP 503", ""}; }, 0,
     "2 queued, 1 refused for good, next attempt 1970-01-01T00:00:00Z, last error: HTTP 503"},
    {"outbox unreadable", [](StatusReport& r) { r.outbox->problem = "store.open: io"; }, 0, "store.open: io"},
};

}  // namespace

TEST_CASE("status says what is so and ends with its code") {
  for (const auto& row : kRows) {
    CAPTURE(row.name);
    StatusReport report = sound();
    row.arrange(report);
    const std::string text = status_text(report, brand());
    CAPTURE(text);
    CHECK(status_exit_code(report) == row.exit_code);
    CHECK(text.find(row.text) != std::string::npos);
    CHECK(text.find('\x1b') == std::string::npos);
  }
}

TEST_CASE("status as JSON") {
  StatusReport report = sound();
  report.catalog->dropped = {{"odd", "unknown-category", 12}};
  report.catalog->critical = {"patch-now"};
  report.policy.values = {{"Disable", "yes", "/etc/x.conf:1", "must be 1 or 0"}};
  report.outbox = OutboxSummary{1, 0, instant_at(0), instant_at(60), "", ""};
  const Json json = status_json(report, brand());
  CHECK(json["schema"] == "tocsin.status/1");
  CHECK(json["test_keys"] == true);
  CHECK(json["disabled"] == false);
  CHECK(json["release"]["epoch"] == 2);
  CHECK(json["release"]["serial"] == 7);
  CHECK(json["release"]["expires"] == "2027-03-01T00:00:00Z");
  CHECK(json["refused"].is_null());
  CHECK(json["policy"][0]["in_force"] == false);
  CHECK(json["policy"][0]["ignored"] == "must be 1 or 0");
  CHECK(json["audience"]["group"] == "1001");
  CHECK(json["audience"]["problem"].is_null());
  CHECK(json["catalog"]["dropped"][0]["line"] == 12);
  CHECK(json["catalog"]["critical_unacknowledged"][0] == "patch-now");
  CHECK(json["outbox"]["queued"] == 1);
  CHECK(json["outbox"]["next_attempt"] == "1970-01-01T00:00:00Z");
}

TEST_CASE("parts that were not looked at are null") {
  StatusReport report;
  report.refused = Error{.code = Code::stale, .operation = "proof", .rule = "EXPIRED"};
  const Json json = status_json(report, brand());
  CHECK(json["refused"]["rejection"] == "EXPIRED");
  CHECK(json["refused"]["code"] == "stale");
  for (const char* part : {"folder", "release", "audience", "catalog", "outbox"}) {
    CAPTURE(std::string_view(part));
    CHECK(json[part].is_null());
  }
}

TEST_CASE("counting a catalog and an outbox") {
  Catalog catalog;
  catalog.messages.resize(4);
  catalog.messages[0].severity = Severity::critical;
  catalog.messages[0].id = "a";
  catalog.messages[1].id = "b";
  catalog.messages[2].severity = Severity::critical;
  catalog.messages[3].fault = Message::Fault::over_limit;
  catalog.messages[3].fault_rule = "over-limit";
  const auto summary = catalog_summary(catalog, {{&catalog.messages[0], Reason::due},
                                                 {&catalog.messages[1], Reason::due},
                                                 {&catalog.messages[2], Reason::acknowledged},
                                                 {&catalog.messages[3], Reason::over_limit}});
  CHECK(summary.messages == 4);
  CHECK(summary.due == 2);
  CHECK(summary.critical == std::vector<std::string>{"a"});
  CHECK(summary.dropped.size() == 1);

  std::vector<OutboxRow> rows(3);
  rows[0].next_attempt = instant_at(20);
  rows[1].next_attempt = instant_at(10);
  rows[2].state = OutboxRow::State::parked;
  rows[2].next_attempt = instant_at(5);
  std::vector<HistoryRow> history(3);
  history[0].what = history[1].what = "delivered";
  history[0].when = instant_at(8);
  history[1].when = instant_at(3);
  history[2].what = "acknowledged";
  history[2].when = instant_at(9);
  const auto outbox = outbox_summary(rows, history);
  CHECK(outbox.last_delivered == instant_at(8));
  CHECK(outbox.queued == 2);
  CHECK(outbox.parked == 1);
  CHECK(outbox.next_attempt == instant_at(10));
  CHECK(!outbox_summary({}, {}).next_attempt.has_value());
}

}  // namespace tocsin::control
