// What the reader did becomes rows and receipts, as policy and configuration allow.
#include "notifier/acts/live_recorder.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "schema/core/brand.h"
#include "schema/platform/clock.h"
#include "tests/notifier/record/scratch_folder.h"

using namespace tocsin;
using namespace tocsin::tests;

namespace {

struct Scene {
  ScratchFolder scratch;
  Store store = std::move(*Store::open(scratch.db()));
  std::optional<ReceiptIdentity> identity = ReceiptIdentity{"abcdefghijklmnopqrstuvwxyz", "0123456789abcdef"};
  Config config;
  Policy policy;
  Message message;
  Instant now = instant_at(1'800'000'000);
  LiveRecorder recorder{store, brand(), identity, config, policy, {2, 7}, [this] { return now; }};
  Act act{&message, "Anti-Virus 9.5 retires", "de"};
  Scene() {
    message.id = "av95";
    message.revision = 3;
  }
};

}  // namespace

TEST_CASE("acknowledged: decision, history and receipt") {
  Scene scene;
  CHECK(scene.recorder.acknowledged(scene.act).has_value());
  const auto decisions = scene.store.decisions();
  const Decision* decision = decisions->find("av95", Decision::Kind::acknowledged);
  REQUIRE(decision != nullptr);
  CHECK(decision->revision == 3);
  CHECK(decision->release == Position{2, 7});
  const auto history = *scene.store.history();
  CHECK(history.size() == 1);
  CHECK(history[0].title == scene.act.title);
  CHECK(history[0].locale == "de");
  const auto rows = *scene.store.outbox();
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].id == receipt_id(*scene.identity, "av95", 3, Outcome::acknowledged));
  CHECK(rows[0].revision == 3);
  CHECK(rows[0].next_attempt == rows[0].created);  // the dialog becomes the sender: now
}

TEST_CASE("the receipt says what it may and no more") {
  Scene scene;
  const auto event = nlohmann::json::parse(scene.recorder.what_is_sent(scene.act));
  CHECK(event.size() == 15);
  CHECK(event["outcome"] == "acknowledged");
  CHECK(event["messageid"] == "av95");
  CHECK(event["revision"] == 3);
  CHECK(event["actor"] == scene.identity->actor);
  CHECK(event["locale"] == "de");
  CHECK(event["os"] == brand().platform.substr(0, brand().platform.find('-')));
  CHECK(event["client"] == TOCSIN_VERSION);
  CHECK(event["time"].get<std::string>().ends_with(":00:00Z"));
  CHECK(scene.store.outbox()->empty());  // showing is not sending
}

TEST_CASE("what is shown as sent is what is queued") {
  Scene scene;
  const std::string shown = scene.recorder.what_is_sent(scene.act);
  CHECK(scene.recorder.acknowledged(scene.act).has_value());
  CHECK(scene.store.outbox()->front().body == shown);
}

TEST_CASE("displayed once, acknowledged beside it; put off sends nothing") {
  Scene scene;
  CHECK(scene.recorder.displayed(scene.act).has_value());
  CHECK(scene.recorder.displayed(scene.act).has_value());
  CHECK(scene.recorder.put_off(scene.act, instant_at(2'000'000'000)).has_value());
  CHECK(scene.store.outbox()->size() == 1);
  CHECK(scene.store.history()->size() == 2);
  const auto decisions = scene.store.decisions();
  CHECK(decisions->find("av95", Decision::Kind::put_off)->until == instant_at(2'000'000'000));
  CHECK(scene.recorder.acknowledged(scene.act).has_value());
  CHECK(scene.store.outbox()->size() == 2);
}

TEST_CASE("every stamp is of the time that is given") {
  Scene scene;
  CHECK(scene.recorder.displayed(scene.act).has_value());
  CHECK(scene.recorder.acknowledged(scene.act).has_value());
  const auto queued_rows = *scene.store.outbox();
  CHECK(queued_rows.size() == 2);
  for (const OutboxRow& row : queued_rows) {
    CHECK(row.created == scene.now);
    CHECK(row.next_attempt == scene.now);
    CHECK(nlohmann::json::parse(row.body)["time"] == "2027-01-15T08:00:00Z");
  }
  const auto told = *scene.store.history();
  CHECK(told.size() == 2);
  for (const HistoryRow& row : told) CHECK(row.when == scene.now);
  const auto decisions = *scene.store.decisions();
  CHECK(decisions.find("av95", Decision::Kind::acknowledged)->when == scene.now);
}

TEST_CASE("policy and configuration keep receipts back") {
  struct Row {
    std::string_view name;
    void (*change)(Scene& scene);
    std::size_t queued;
    bool said;
  };
  const Row rows[] = {
      {"as shipped", [](Scene&) {}, 2, true},
      {"NoReceipts", [](Scene& scene) { scene.policy.no_receipts = true; }, 0, false},
      {"Disable", [](Scene& scene) { scene.policy.disable = true; }, 0, false},
      {"no identity: the secret cannot be read", [](Scene& scene) { scene.identity.reset(); }, 0, false},
      {"config: displayed only", [](Scene& scene) { scene.config.send_acknowledged = false; }, 1, false},
      {"config: acknowledged only", [](Scene& scene) { scene.config.send_displayed = false; }, 1, true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    Scene scene;
    row.change(scene);
    CHECK(scene.recorder.displayed(scene.act).has_value());
    CHECK(scene.recorder.what_is_sent(scene.act).empty() != row.said);
    CHECK(scene.recorder.acknowledged(scene.act).has_value());
    CHECK(scene.store.outbox()->size() == row.queued);
    CHECK(scene.store.history()->size() == 2);
    CHECK(scene.store.decisions()->rows().size() == 1);
  }
}

TEST_CASE("NoActor: neither the pseudonym nor anything made of it") {
  Scene one;
  one.policy.no_actor = true;
  Scene other;
  other.policy.no_actor = true;
  other.identity->actor = "fedcba9876543210";
  const std::string body = one.recorder.what_is_sent(one.act);
  CHECK(body.find("actor") == std::string::npos);
  CHECK(body.find(one.identity->actor) == std::string::npos);
  CHECK(body == other.recorder.what_is_sent(other.act));
}
