// A run of the sender over a scripted network: order, bounds, and that every row ends or stays.
#include <doctest/doctest.h>

#include <algorithm>
#include <deque>

#include "notifier/receipts/sender.h"
#include "notifier/record/state_file.h"
#include "tests/notifier/record/sample_rows.h"
#include "tests/notifier/record/scratch_folder.h"

using namespace tocsin;
using namespace tocsin::tests;

namespace {

constexpr std::int64_t kNow = 1'800'000'000;
constexpr std::int64_t kDay = 86'400;

class ScriptedHttp : public Http {
 public:
  Answer post(const std::string& id, const std::string& body) override {
    sent.push_back(id);
    bodies.push_back(body);
    Answer answer;
    answer.status = 201;
    answer.receipt_id = id;
    if (script.empty()) return answer;
    answer.status = script.front();
    if (answer.status == 0) answer.error = "Couldn't connect to server";
    script.pop_front();
    return answer;
  }
  std::deque<int> script;
  std::vector<std::string> sent;
  std::vector<std::string> bodies;
};

Result<SendReport> run(Store& store, Http& http, std::int64_t now) {
  return send_due(
      store, http, [now] { return instant_at(now); }, [] { return 0.5; }, [] { return Duration(0); });
}

OutboxRow due_at(const std::string& id, std::int64_t at) {
  OutboxRow row = queued(id, kNow - 10);
  row.next_attempt = instant_at(at);
  return row;
}

}  // namespace

TEST_CASE("due rows go out once, in order of their time; the others stay") {
  ScratchFolder scratch;
  auto store = Store::open(scratch.db());
  CHECK(store->queue(due_at("third", kNow)).has_value());
  CHECK(store->queue(due_at("first", kNow - 9)).has_value());
  CHECK(store->queue(due_at("second", kNow - 5)).has_value());
  CHECK(store->queue(due_at("later", kNow + 1)).has_value());
  ScriptedHttp http;
  const auto report = run(*store, http, kNow);
  CHECK(http.sent == std::vector<std::string>{"first", "second", "third"});
  CHECK(http.bodies.front() == queued("first").body);
  CHECK(report->delivered == 3);
  CHECK(report->not_due == 1);
  CHECK(store->outbox()->size() == 1);
  CHECK(run(*store, http, kNow)->delivered == 0);
}

TEST_CASE("each row settles by itself: one that is refused holds up none") {
  ScratchFolder scratch;
  auto store = Store::open(scratch.db());
  for (const char* id : {"a", "b", "c", "d"}) CHECK(store->queue(due_at(id, kNow)).has_value());
  ScriptedHttp http;
  http.script = {410, 201, 0, 503};
  const auto report = run(*store, http, kNow);
  CHECK(report->delivered == 1);
  CHECK(report->postponed == 3);
  const auto rows = *store->outbox();
  CHECK(rows.size() == 3);
  CHECK(rows[0].id == "c");
  CHECK(rows[0].last_error == "Couldn't connect to server");
  CHECK(rows[0].next_attempt == instant_at(kNow + 15));
  CHECK(rows[1].id == "d");
  CHECK(rows[2].id == "a");
  CHECK(rows[2].refusals == 1);
  CHECK(rows[2].next_attempt == instant_at(kNow + kDay));
}

TEST_CASE("refused for good is parked at the third try and never sent again") {
  ScratchFolder scratch;
  auto store = Store::open(scratch.db());
  CHECK(store->queue(due_at("a", kNow)).has_value());
  ScriptedHttp http;
  http.script = {410, 410, 410};
  for (int day = 0; day < 10; ++day) CHECK(run(*store, http, kNow + day * kDay).has_value());
  CHECK(http.sent.size() == 3);
  CHECK(store->outbox()->front().state == OutboxRow::State::parked);
  CHECK(store->history()->back().what == "parked");
}

TEST_CASE("400 days of an absent server: tried on and on, then dropped, never without end") {
  ScratchFolder scratch;
  auto store = Store::open(scratch.db());
  CHECK(store->queue(due_at("a", kNow)).has_value());
  ScriptedHttp http;
  http.script.assign(5'000, 0);
  std::int64_t now = kNow;
  while (!store->outbox()->empty() && now < kNow + 500 * kDay) {
    CHECK(run(*store, http, now).has_value());
    now += kDay;
  }
  CHECK(now <= kNow + 402 * kDay);
  CHECK(http.sent.size() >= 399);
  CHECK(http.sent.size() <= 402);
}

TEST_CASE("a clock that was set back does not strand a receipt") {
  ScratchFolder scratch;
  auto store = Store::open(scratch.db());
  CHECK(store->queue(due_at("a", kNow + 3'650 * kDay)).has_value());
  ScriptedHttp http;
  CHECK(run(*store, http, kNow)->delivered == 1);
}

TEST_CASE("no request begins after 30 s of a run") {
  ScratchFolder scratch;
  auto store = Store::open(scratch.db());
  for (const char* id : {"a", "b", "c", "d", "e"}) CHECK(store->queue(due_at(id, kNow)).has_value());
  ScriptedHttp http;
  const auto elapsed = [&http] { return Duration(12 * static_cast<std::int64_t>(http.sent.size())); };
  const auto report = send_due(
      *store, http, [] { return instant_at(kNow); }, [] { return 0.5; }, elapsed);
  CHECK(http.sent.size() == 3);
  CHECK(report->delivered == 3);
  CHECK(report->not_due == 2);
  CHECK(store->outbox()->size() == 2);
  CHECK(store->outbox()->front().attempts == 0);
}

// Rows that are still in the outbox when each request begins: what a crash at that moment would leave.
class WatchingHttp : public ScriptedHttp {
 public:
  explicit WatchingHttp(Store& store) : store_(store) {}
  Answer post(const std::string& id, const std::string& body) override {
    left.push_back(store_.outbox()->size());
    return ScriptedHttp::post(id, body);
  }
  std::vector<std::size_t> left;

 private:
  Store& store_;
};

TEST_CASE("what was answered is stored soon: a crash sends again no more than was stored, nor than 32") {
  ScratchFolder scratch;
  auto store = Store::open(scratch.db());
  constexpr std::size_t kRows = 150;
  for (std::size_t i = 0; i < kRows; ++i) {
    CHECK(store->queue(due_at("r" + std::to_string(i), kNow)).has_value());
  }
  auto other = Store::open(scratch.db());
  WatchingHttp http(*other);
  CHECK(run(*store, http, kNow)->delivered == kRows);
  CHECK(store->outbox()->empty());
  CHECK(store->history()->size() == kRows);
  std::size_t commits = 1;
  for (std::size_t answered = 0; answered < http.left.size(); ++answered) {
    const std::size_t stored = kRows - http.left[answered];
    CHECK(answered - stored <= std::min<std::size_t>(stored, 31));
    commits += answered > 0 && http.left[answered] != http.left[answered - 1] ? 1 : 0;
  }
  CHECK(commits <= 12);
}

TEST_CASE("slow answers are stored one by one") {
  ScratchFolder scratch;
  auto store = Store::open(scratch.db());
  for (int i = 0; i < 12; ++i) CHECK(store->queue(due_at("r" + std::to_string(i), kNow)).has_value());
  auto other = Store::open(scratch.db());
  WatchingHttp http(*other);
  const auto elapsed = [&http] { return Duration(static_cast<std::int64_t>(http.sent.size())); };
  const auto report = send_due(
      *store, http, [] { return instant_at(kNow); }, [] { return 0.5; }, elapsed);
  CHECK(report->delivered == 12);
  for (std::size_t answered = 0; answered < http.left.size(); ++answered) {
    CHECK(http.left[answered] <= 12 - answered + 1);
  }
}

TEST_CASE("an id that would be another header is never sent") {
  ScratchFolder scratch;
  auto store = Store::open(scratch.db());
  for (const char* id : {"a\r\nX: y", "", "a b", "\xc3\xa9"})
    CHECK(store->queue(due_at(id, kNow)).has_value());
  ScriptedHttp http;
  CHECK(run(*store, http, kNow)->postponed == 4);
  CHECK(http.sent.empty());
}

TEST_CASE("a store that cannot be written ends the run with its error") {
  ScratchFolder scratch;
  auto store = Store::open(scratch.db());
  CHECK(store->queue(due_at("a", kNow)).has_value());
  std::filesystem::create_hard_link(scratch.db(), scratch.file("second"));
  ScriptedHttp http;
  const auto report = run(*store, http, kNow);
  CHECK_FALSE(report.has_value());
  if (!report) CHECK(report.error().code == Code::io);
  CHECK(http.sent.empty());
}
