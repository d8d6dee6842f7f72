// A test receipt in words: where on its way it stopped.
#include "notifier/control/commands/test_receipt.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace tocsin::control {
namespace {

using Kind = Settlement::Kind;

TestReport report_of(Answer answer, Settlement settlement) {
  return {"https://receipts.example.com/v1/receipts",
          "",
          "a",
          R"({"id":"a"})",
          std::move(answer),
          std::move(settlement)};
}

Route route(bool is_named, bool is_connected, int proxy_status, bool is_secured) {
  return {is_named,
          is_connected,
          proxy_status,
          is_secured,
          is_connected ? "192.0.2.1" : "",
          is_secured ? "CN = CA" : ""};
}

struct Row {
  std::string_view name;
  Answer answer;
  Settlement settlement;
  int exit_code;
  std::string_view steps, result;
};

const std::vector<Row> kRows = {
    {"delivered",
     {202, "a", {}, "", route(true, true, 0, true)},
     {Kind::delivered, {}, false, ""},
     0,
     "name: ok\ntcp: ok, 192.0.2.1\nproxy: ok, none was asked\ntls: ok, issued by CN = CA\nstatus: ok, HTTP "
     "202\n"
     "echo: ok, a\n",
     "result: delivered\n"},
    {"captive portal",
     {200, "", {}, "", route(true, true, 0, true)},
     {Kind::postponed, instant_at(0), false, "no echo"},
     8,
     "status: ok, HTTP 200\necho: failed, no Receipt-Id\n",
     "result: postponed, no echo, next attempt 1970-01-01T00:00:00Z\n"},
    {"no such name",
     {0, "", {}, "could not resolve", {}},
     {Kind::postponed, instant_at(0), false, "could not resolve"},
     8,
     "name: failed, could not resolve\ntcp: not reached\nproxy: not reached\ntls: not reached\nstatus: not "
     "reached\n"
     "echo: not reached\n",
     "result: postponed, could not resolve"},
    {"nobody listens",
     {0, "", {}, "could not connect", route(true, false, 0, false)},
     {Kind::postponed, instant_at(0), false, "could not connect"},
     8,
     "name: ok\ntcp: failed, could not connect\nproxy: not reached\n",
     "result: postponed"},
    {"a proxy that wants a password",
     {0, "", {}, "proxy answered 407", route(true, true, 407, false)},
     {Kind::postponed, instant_at(0), false, "proxy answered 407"},
     8,
     "tcp: ok, 192.0.2.1\nproxy: failed, the system's, answered 407, proxy answered 407\ntls: not reached\n",
     "result: postponed"},
    {"an inspecting proxy whose authority is not known",
     {0, "", {}, "verify result 20", route(true, true, 200, false)},
     {Kind::postponed, instant_at(0), false, "verify result 20"},
     8,
     "proxy: ok, the system's, answered 200\ntls: failed, verify result 20\nstatus: not reached\n",
     "result: postponed"},
    {"refused once",
     {403, "", {}, "", route(true, true, 0, true)},
     {Kind::postponed, instant_at(0), true, "HTTP 403"},
     6,
     "status: failed, HTTP 403\necho: not reached\n",
     "result: postponed, HTTP 403"},
    {"refused for good",
     {403, "", {}, "", route(true, true, 0, true)},
     {Kind::parked, instant_at(0), true, "HTTP 403"},
     6,
     "status: failed, HTTP 403\n",
     "result: parked, HTTP 403\n"},
    {"header that writes on the terminal",
     {202, "\x1b[2J\nresult: delivered", {}, "", route(true, true, 0, true)},
     {Kind::postponed, instant_at(0), false, "no echo"},
     8,
     "status: ok, HTTP 202\necho: failed, ",
     "result: postponed"},
};

}  // namespace

TEST_CASE("a test receipt is told step by step") {
  for (const auto& row : kRows) {
    CAPTURE(row.name);
    const TestReport report = report_of(row.answer, row.settlement);
    const std::string text = test_text(report);
    CAPTURE(text);
    CHECK(text.find(row.steps) != std::string::npos);
    CHECK(text.find("\n" + std::string(row.result)) != std::string::npos);
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(std::count(text.begin(), text.end(), '\n') == 9);
    CHECK(test_exit_code(row.settlement) == row.exit_code);
    const Json json = test_json(report);
    CHECK(json["schema"] == "tocsin.receipt-test/1");
    CHECK(json["status"] == row.answer.status);
    CHECK(json["body"]["id"] == "a");
    CHECK(json["steps"].size() == 6);
  }
}

TEST_CASE("the policy's proxy is named") {
  TestReport report =
      report_of({202, "a", {}, "", route(true, true, 200, true)}, {Kind::delivered, {}, false, ""});
  report.proxy = "http://proxy.example.com:3128";
  CHECK(test_text(report).find("proxy: ok, http://proxy.example.com:3128, by policy, answered 200\n") !=
        std::string::npos);
}

}  // namespace tocsin::control
