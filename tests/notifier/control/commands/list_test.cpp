// Where `list` puts each notice, and how it is printed.
#include "notifier/control/commands/list.h"

#include <doctest/doctest.h>

#include <string_view>
#include <vector>

namespace tocsin::control {
namespace {

const Instant kAt = *parse_instant("2026-11-22T00:00:00Z");

Message message_of(std::string_view id) {
  Message message;
  message.id = id;
  message.expires = *parse_instant("2027-02-01T00:00:00Z");
  message.texts.push_back({"en", "Title", {}, {}, {}, {}});
  return message;
}

ExplainedMessage explained_of(const Message& message, Reason reason, std::optional<Truth> condition) {
  ExplainedMessage explained;
  explained.message = &message;
  explained.reason = reason;
  explained.language = "en";
  if (condition) {
    explained.when.emplace().result = *condition;
  }
  return explained;
}

struct Row {
  std::string_view name;
  Reason reason;
  std::optional<Truth> condition;
  bool show_when_unknown;
  bool decided;
  Standing standing;
};

const std::vector<Row> kRows = {
    {"due", Reason::due, {}, false, false, Standing::due},
    {"held back", Reason::held_back, {}, false, false, Standing::later},
    {"not yet, of this machine", Reason::not_yet, Truth::yes, false, false, Standing::later},
    {"not yet, of any machine", Reason::not_yet, {}, false, false, Standing::later},
    {"not yet, of another machine", Reason::not_yet, Truth::no, false, false, Standing::other},
    {"put off", Reason::put_off, Truth::yes, false, false, Standing::later},
    {"put off, then mended", Reason::put_off, Truth::no, false, false, Standing::other},
    {"acknowledged", Reason::acknowledged, Truth::yes, false, true, Standing::past},
    {"acknowledged, then mended", Reason::acknowledged, Truth::no, false, true, Standing::past},
    {"expired, of this machine", Reason::expired, Truth::yes, false, false, Standing::past},
    {"expired, of another machine", Reason::expired, Truth::no, false, false, Standing::other},
    {"expired, unknown, hidden", Reason::expired, Truth::unknown, false, false, Standing::other},
    {"expired, unknown, shown", Reason::expired, Truth::unknown, true, false, Standing::past},
    {"superseded, of this machine", Reason::superseded, Truth::yes, false, false, Standing::past},
    {"superseded, of another machine", Reason::superseded, Truth::no, false, false, Standing::other},
    {"withdrawn, once acknowledged", Reason::withdrawn, {}, false, true, Standing::past},
    {"withdrawn, never seen", Reason::withdrawn, {}, false, false, Standing::other},
    {"condition", Reason::condition, Truth::no, false, false, Standing::other},
    {"unknown", Reason::unknown, Truth::unknown, false, false, Standing::other},
    {"not here", Reason::not_here, {}, false, false, Standing::other},
    {"not of the audience", Reason::not_audience, {}, false, false, Standing::other},
    {"severity policy", Reason::severity_policy, {}, false, false, Standing::other},
    {"malformed", Reason::malformed, {}, false, false, Standing::other},
    {"over a limit", Reason::over_limit, {}, false, false, Standing::other},
};

Decisions decided(bool is_decided) {
  Decision decision;
  decision.message = "m";
  decision.when = kAt;
  return is_decided ? Decisions({decision}) : Decisions();
}

}  // namespace

TEST_CASE("a notice stands where its reason and its condition put it") {
  for (const auto& row : kRows) {
    CAPTURE(row.name);
    Message message = message_of("m");
    message.show_when_unknown = row.show_when_unknown;
    const std::vector explained = {explained_of(message, row.reason, row.condition)};
    const auto all = listing(explained, decided(row.decided), true);
    CHECK(all.size() == 1);
    if (all.size() == 1) CHECK(all[0].standing == row.standing);
    CHECK(listing(explained, decided(row.decided), false).empty() == (row.standing == Standing::other));
  }
}

TEST_CASE("due ones come as the window shows them, then later, then past") {
  std::vector<Message> messages;
  for (const std::string_view id :
       {"past", "info", "critical-late", "warning-soon", "critical-soon", "later"}) {
    messages.push_back(message_of(id));
  }
  messages[2].severity = messages[4].severity = Severity::critical;
  messages[2].act_by = *parse_instant("2027-01-31T00:00:00Z");
  messages[4].act_by = *parse_instant("2026-12-31T00:00:00Z");
  messages[3].severity = Severity::warning;
  messages[3].act_by = *parse_instant("2026-12-01T00:00:00Z");
  std::vector<ExplainedMessage> explained;
  for (const auto& message : messages) {
    const Reason reason = message.id == "past"    ? Reason::expired
                          : message.id == "later" ? Reason::not_yet
                                                  : Reason::due;
    explained.push_back(explained_of(message, reason, {}));
  }
  std::string order;
  for (const auto& row : listing(explained, {}, false)) order += row.id + " ";
  CHECK(order == "critical-soon critical-late warning-soon info later past ");
}

TEST_CASE("the list as JSON") {
  Message message = message_of("m");
  message.severity = Severity::critical;
  message.act_by = *parse_instant("2027-01-31T00:00:00Z");
  Message broken;
  broken.fault = Message::Fault::malformed;
  broken.fault_rule = "unknown-category";
  broken.line = 7;
  const std::vector explained = {explained_of(message, Reason::due, Truth::yes),
                                 explained_of(broken, Reason::malformed, {})};
  const Json json = listing_json(listing(explained, {}, true), kAt);
  CHECK(json["schema"] == "tocsin.list/1");
  CHECK(json["at"] == "2026-11-22T00:00:00Z");
  CHECK(json["notices"].size() == 2);
  const Json& due = json["notices"][0];
  CHECK(due["id"] == "m");
  CHECK(due["revision"] == 1);
  CHECK(due["standing"] == "due");
  CHECK(due["reason"] == "due");
  CHECK(due["severity"] == "critical");
  CHECK(due["title"] == "Title");
  CHECK(due["act_by"] == "2027-01-31T00:00:00Z");
  CHECK(due["not_before"].is_null());
  CHECK(due["put_off_until"].is_null());
  CHECK(json["notices"][1]["fault"] == "unknown-category, line 7");
  CHECK(!json["notices"][1].contains("severity"));
}

TEST_CASE("the list as text holds no control characters of a title") {
  Message message = message_of("m");
  message.texts[0].title = "Red\x1b[31m alert";
  const std::vector explained = {explained_of(message, Reason::due, {})};
  const std::string text = listing_text(listing(explained, {}, false));
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find("alert") != std::string::npos);
  CHECK(listing_text({}) == "No notice concerns you here.\n");
  std::vector<Listed> rows(1);
  CHECK(summary_text(rows, brand()).empty());
  rows[0].standing = Standing::due;
  CHECK(summary_text(rows, brand()) == "1 notice from Example: example-messengerctl show\n");
  rows.push_back(rows[0]);
  CHECK(summary_text(rows, brand()) == "2 notices from Example: example-messengerctl show\n");
}

}  // namespace tocsin::control
