// The gate's decision: what is asked, in which order, and where every doubt leads.
#include "notifier/gate/decide.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "packaging/kit/files/author_bytes.h"

namespace tocsin::gate {
namespace {

constexpr std::string_view kPlain = R"(<message id="m1" category="security" severity="warning" audience="all"
  not-before="2026-11-01T00:00:00Z" expires="2027-02-01T00:00:00Z"><text locale="en"><title>T</title>
  <body><p>B</p></body></text></message>)";
constexpr std::string_view kWithFacts = R"(<message id="m1" category="security" severity="warning"
  not-before="2026-11-01T00:00:00Z" expires="2027-02-01T00:00:00Z"><when><component id="c"/></when>
  <text locale="en"><title>T</title><body><p>B</p></body></text></message>)";

constexpr std::string_view kForAll = R"(<message id="m1" category="security" severity="warning" audience="all"
  scope="machine" not-before="2026-11-01T00:00:00Z" expires="2027-02-01T00:00:00Z"><text locale="en">
  <title>T</title><body><p>B</p></body></text></message>)";
constexpr std::string_view kWithdrawn = R"(<withdrawn id="m1" notify="yes"/><withdrawn id="m2"/>)";

std::string catalog_of(std::string_view messages) {
  return R"(<catalog xmlns="urn:tocsin:catalog:1" default-locale="en"><detect><component id="c"><package name="p"/>)"
         "</component></detect>" +
         std::string(messages) + "</catalog>";
}

class FakeMachine : public Facts {
 public:
  explicit FakeMachine(Truth present) { found_.present = present; }
  Truth host() override { return Truth::yes; }
  Finding console(std::string_view, Need) override { return found_; }
  Finding component(std::string_view, Need) override { return found_; }
  const OsFact& os() override { return os_; }
  bool member() override { return false; }  // the gate must not ask it here

 private:
  Finding found_;
  OsFact os_;
};

/// Everything in order, one plain notice due; a row changes what it is about.
struct FakeInputs : GateInputs {
  Policy policy_value;
  bool is_privileged = false;
  std::optional<Error> catalog_error, issued_error, state_error, member_error, tell_error;
  std::string catalog_text = catalog_of(kPlain);
  Instant issued = *parse_instant("2026-11-02T00:00:00Z");
  Instant now = *parse_instant("2026-11-22T00:00:00Z");
  std::vector<Decision> decisions;
  std::optional<Instant> next_attempt;
  std::vector<Mark> left;
  bool is_to_tell = false;
  bool is_member = true, has_display = true;
  FakeMachine facts{Truth::yes};
  std::string asked;  // in order, one word each

  template <typename T>
  Result<T> answer(std::string_view what, const std::optional<Error>& error, T value) {
    asked += std::string(what) + " ";
    if (error) return Failure(*error);
    return value;
  }

  Policy policy() override { return *answer<Policy>("policy", {}, policy_value); }
  bool privileged() override { return *answer<bool>("privilege", {}, is_privileged); }
  Result<VerifiedBytes> catalog() override {
    asked += "catalog ";
    if (catalog_error) return Failure(*catalog_error);
    return AuthorBytes::of(catalog_text);
  }
  Result<Instant> newest_issued() override { return answer("issued", issued_error, issued); }
  Result<GateState> state() override {
    return answer("state", state_error, GateState{Decisions(decisions), next_attempt});
  }
  std::vector<Mark> marks() override { return *answer<std::vector<Mark>>("marks", {}, left); }
  Result<bool> any_to_tell(std::span<const std::string_view>) override {
    return answer("tell", tell_error, is_to_tell);
  }
  Instant clock() override { return *answer<Instant>("clock", {}, now); }
  std::vector<std::string> languages() override { return {"en"}; }
  Result<bool> member() override { return answer("member", member_error, is_member); }
  Facts& machine(const Detect&) override {
    asked += "machine ";
    return facts;
  }
  bool display() override { return *answer<bool>("display", {}, has_display); }
};

Error error_of(Code code) {
  return {code, "test", {}, {}, 0, 0};
}

Decision acknowledged(std::string id) {
  Decision decision;
  decision.message = std::move(id);
  decision.when = *parse_instant("2026-11-10T00:00:00Z");
  return decision;
}

void acknowledge(FakeInputs& in) {
  in.decisions = {acknowledged("m1")};
}

struct Row {
  std::string_view name;
  bool scheduled;
  void (*arrange)(FakeInputs&);
  GateAction action;
  std::string_view asked;
};

constexpr std::string_view kUpToClock = "policy privilege catalog issued state clock ";
constexpr std::string_view kUpToMember = "policy privilege catalog issued state clock member ";

const std::vector<Row> kRows = {
    {"switched off: nothing else is asked", false, [](FakeInputs& in) { in.policy_value.disable = true; },
     GateAction::leave, "policy "},
    {"switched off, and root, and broken", false,
     [](FakeInputs& in) {
       in.policy_value.disable = true;
       in.is_privileged = true;
       in.catalog_error = error_of(Code::denied);
     },
     GateAction::leave, "policy "},
    {"logon only, scheduled", true, [](FakeInputs& in) { in.policy_value.logon_only = true; },
     GateAction::leave, "policy "},
    {"logon only, at logon", false, [](FakeInputs& in) { in.policy_value.logon_only = true; },
     GateAction::dialog, "policy privilege catalog issued state clock member display "},
    {"scheduled without that policy", true, [](FakeInputs&) {}, GateAction::dialog,
     "policy privilege catalog issued state clock member display "},
    {"root", false, [](FakeInputs& in) { in.is_privileged = true; }, GateAction::refuse, "policy privilege "},
    {"catalog of another owner", false, [](FakeInputs& in) { in.catalog_error = error_of(Code::denied); },
     GateAction::dialog, "policy privilege catalog "},
    {"catalog missing", false, [](FakeInputs& in) { in.catalog_error = error_of(Code::not_found); },
     GateAction::dialog, "policy privilege catalog "},
    {"catalog too large", false, [](FakeInputs& in) { in.catalog_error = error_of(Code::too_large); },
     GateAction::dialog, "policy privilege catalog "},
    {"trust state missing", false, [](FakeInputs& in) { in.issued_error = error_of(Code::not_found); },
     GateAction::dialog, "policy privilege catalog issued "},
    {"trust state damaged", false, [](FakeInputs& in) { in.issued_error = error_of(Code::malformed); },
     GateAction::dialog, "policy privilege catalog issued "},
    {"decisions unreadable", false, [](FakeInputs& in) { in.state_error = error_of(Code::io); },
     GateAction::dialog, "policy privilege catalog issued state "},
    {"decisions locked", false, [](FakeInputs& in) { in.state_error = error_of(Code::unavailable); },
     GateAction::dialog, "policy privilege catalog issued state "},
    {"no decisions yet", false, [](FakeInputs& in) { in.state_error = error_of(Code::not_found); },
     GateAction::dialog, "policy privilege catalog issued state clock member display "},
    {"catalog that does not parse", false, [](FakeInputs& in) { in.catalog_text = "<catalog"; },
     GateAction::dialog, "policy privilege catalog issued state "},
    {"all acknowledged: no question to the machine", false, acknowledge, GateAction::leave, kUpToClock},
    {"empty catalog", false, [](FakeInputs& in) { in.catalog_text = catalog_of(""); }, GateAction::leave,
     kUpToClock},
    {"not yet", false, [](FakeInputs& in) { in.now = in.issued = *parse_instant("2026-10-31T23:59:59Z"); },
     GateAction::leave, kUpToClock},
    {"clock set back: the newest signed time counts", false,
     [](FakeInputs& in) { in.now = *parse_instant("1970-01-01T00:00:00Z"); }, GateAction::dialog,
     "policy privilege catalog issued state clock member display "},
    {"expired", false, [](FakeInputs& in) { in.now = *parse_instant("2027-02-01T00:00:00Z"); },
     GateAction::leave, kUpToClock},
    {"below the least severity", false,
     [](FakeInputs& in) { in.policy_value.minimum_severity = Severity::critical; }, GateAction::leave,
     kUpToClock},
    {"not a member", false, [](FakeInputs& in) { in.is_member = false; }, GateAction::leave, kUpToMember},
    {"not a member: facts are not asked", false,
     [](FakeInputs& in) {
       in.is_member = false;
       in.catalog_text = catalog_of(kWithFacts);
     },
     GateAction::leave, kUpToMember},
    {"audience cannot be told", false, [](FakeInputs& in) { in.member_error = error_of(Code::not_found); },
     GateAction::dialog, kUpToMember},
    {"condition true", false, [](FakeInputs& in) { in.catalog_text = catalog_of(kWithFacts); },
     GateAction::dialog, "policy privilege catalog issued state clock member machine display "},
    {"condition false", false,
     [](FakeInputs& in) {
       in.catalog_text = catalog_of(kWithFacts);
       in.facts = FakeMachine(Truth::no);
     },
     GateAction::leave, "policy privilege catalog issued state clock member machine "},
    {"condition unknown", false,
     [](FakeInputs& in) {
       in.catalog_text = catalog_of(kWithFacts);
       in.facts = FakeMachine(Truth::unknown);
     },
     GateAction::leave, "policy privilege catalog issued state clock member machine "},
    {"due without a display: left to the terminal", false, [](FakeInputs& in) { in.has_display = false; },
     GateAction::leave, "policy privilege catalog issued state clock member display "},
    {"due without a display, receipt due", false,
     [](FakeInputs& in) {
       in.has_display = false;
       in.next_attempt = in.now;
     },
     GateAction::sender, "policy privilege catalog issued state clock member display "},
    {"due and a receipt due: the dialog sends at its end", false,
     [](FakeInputs& in) { in.next_attempt = in.now; }, GateAction::dialog,
     "policy privilege catalog issued state clock member display "},
    {"receipt due, nothing else", false,
     [](FakeInputs& in) {
       acknowledge(in);
       in.next_attempt = in.now;
     },
     GateAction::sender, kUpToClock},
    {"receipt due later", false,
     [](FakeInputs& in) {
       acknowledge(in);
       in.next_attempt = in.now + Duration(1);
     },
     GateAction::leave, kUpToClock},
    {"receipt due further ahead than any wait: the clock was set back", false,
     [](FakeInputs& in) {
       acknowledge(in);
       in.next_attempt = in.now + std::chrono::hours(25);
     },
     GateAction::sender, kUpToClock},
    {"receipt due by the newest signed time", false,
     [](FakeInputs& in) {
       acknowledge(in);
       in.now = *parse_instant("2026-11-01T23:00:00Z");
       in.next_attempt = in.issued;
     },
     GateAction::sender, kUpToClock},
    {"no receipts: the sender deletes what is queued", false,
     [](FakeInputs& in) {
       acknowledge(in);
       in.policy_value.no_receipts = true;
       in.next_attempt = in.now + Duration(1);
     },
     GateAction::sender, kUpToClock},
    {"one serves for all: another administrator has acknowledged", false,
     [](FakeInputs& in) {
       in.catalog_text = catalog_of(kForAll);
       in.left = {{"m1", 1, "1000", in.now}};
     },
     GateAction::leave, "policy privilege catalog issued state clock marks "},
    {"one serves for all: nobody has acknowledged", false,
     [](FakeInputs& in) { in.catalog_text = catalog_of(kForAll); }, GateAction::dialog,
     "policy privilege catalog issued state clock marks member display "},
    {"one serves for all: acknowledged by the reader, no folder is read", false,
     [](FakeInputs& in) {
       in.catalog_text = catalog_of(kForAll);
       acknowledge(in);
     },
     GateAction::leave, kUpToClock},
    {"each for himself: a mark of another does not count, and is not read", false,
     [](FakeInputs& in) {
       in.left = {{"m1", 1, "1000", in.now}};
     },
     GateAction::dialog, "policy privilege catalog issued state clock member display "},
    {"withdrawn, to be told", false,
     [](FakeInputs& in) {
       in.catalog_text = catalog_of(kWithdrawn);
       in.is_to_tell = true;
     },
     GateAction::dialog, "policy privilege catalog issued state clock tell member display "},
    {"withdrawn, told or never shown", false,
     [](FakeInputs& in) { in.catalog_text = catalog_of(kWithdrawn); }, GateAction::leave,
     "policy privilege catalog issued state clock tell "},
    {"withdrawn, to be told, but no member any more", false,
     [](FakeInputs& in) {
       in.catalog_text = catalog_of(kWithdrawn);
       in.is_to_tell = true;
       in.is_member = false;
     },
     GateAction::leave, "policy privilege catalog issued state clock tell member "},
    {"withdrawn, the history cannot be read", false,
     [](FakeInputs& in) {
       in.catalog_text = catalog_of(kWithdrawn);
       in.tell_error = error_of(Code::io);
     },
     GateAction::dialog, "policy privilege catalog issued state clock tell "},
    {"no receipts, none queued", false,
     [](FakeInputs& in) {
       acknowledge(in);
       in.policy_value.no_receipts = true;
     },
     GateAction::leave, kUpToClock},
};

}  // namespace

TEST_CASE("the gate asks no more than it must and errs towards the dialog") {
  for (const auto& row : kRows) {
    CAPTURE(row.name);
    FakeInputs inputs;
    row.arrange(inputs);
    CHECK(decide(inputs, row.scheduled) == row.action);
    CHECK(inputs.asked == row.asked);
  }
}

}  // namespace tocsin::gate
