// The reader's acts, and what happens if they cannot be recorded.
#include <doctest/doctest.h>

#include "tests/notifier/present/presented.h"

namespace tocsin {
namespace {

std::string one(const std::string& attributes) {
  return message_xml("a", attributes, text_xml("en", "Title", "<p>Body.</p>"));
}

TEST_CASE("displayed is recorded once") {
  Stage stage(one("severity=\"info\""));
  Presenter presenter(stage.presentation(), stage.recorder);
  CHECK(presenter.displayed(0).empty());
  CHECK(presenter.displayed(0).empty());
  CHECK(stage.recorder.acts == std::vector<std::string>{"displayed a en Title"});
}

TEST_CASE("displayed that failed is tried again") {
  Stage stage(one("severity=\"info\""));
  Presenter presenter(stage.presentation(), stage.recorder);
  stage.recorder.trouble =
      Error{.code = Code::io, .operation = "store.record", .detail = "disk is full", .system = 28};
  CHECK(presenter.displayed(0).find("disk is full") != std::string::npos);
  stage.recorder.trouble.reset();
  CHECK(presenter.displayed(0).empty());
  CHECK(stage.recorder.acts.size() == 1);
}

TEST_CASE("displayed that failed is recorded with the decision") {
  Stage stage(one("severity=\"info\""));
  Presenter presenter(stage.presentation(), stage.recorder);
  stage.recorder.trouble =
      Error{.code = Code::io, .operation = "store.record", .detail = "disk is full", .system = 28};
  CHECK_FALSE(presenter.displayed(0).empty());
  CHECK_FALSE(presenter.acknowledge(0).recorded);
  CHECK(stage.recorder.acts.empty());
  stage.recorder.trouble.reset();
  CHECK(presenter.acknowledge(0).recorded);
  CHECK(stage.recorder.acts.size() == 2);  // the decision, and that it was on screen
  CHECK(presenter.displayed(0).empty());
  CHECK(stage.recorder.acts.size() == 2);
}

TEST_CASE("an act that fails says so and leaves the notice due") {
  struct Row {
    std::string_view name;
    Done (*act)(Presenter&);
  };
  const Row rows[] = {
      {"acknowledge", [](Presenter& p) { return p.acknowledge(0); }},
      {"tomorrow", [](Presenter& p) { return p.remind(0, RemindOption::Kind::tomorrow); }},
      {"in a week", [](Presenter& p) { return p.remind(0, RemindOption::Kind::in_a_week); }},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    Stage stage(one("severity=\"info\""));
    Presenter presenter(stage.presentation(), stage.recorder);
    stage.recorder.trouble =
        Error{.code = Code::io, .operation = "store.record", .detail = "read-only\x1b[31m", .system = 30};
    const Done done = row.act(presenter);
    CHECK_FALSE(done.recorded);
    CHECK(done.status == "Could not be recorded: read-only\uFFFD[31m. The notice stays open and comes back.");
    CHECK(presenter.notice(0).state == NoticeState::undecided);
    CHECK(presenter.next_undecided(0) == 0);
    stage.recorder.trouble.reset();
    CHECK(row.act(presenter).recorded);
    CHECK_FALSE(presenter.next_undecided(0).has_value());
  }
}

TEST_CASE("what may be put off, and until when") {
  struct Row {
    std::string_view name;
    std::string_view attributes;
    std::vector<std::string_view> until;
  };
  const Row rows[] = {
      {"no act-by", "severity='info'", {"2026-11-23T08:00:00Z", "2026-11-29T08:00:00Z"}},
      {"act-by far",
       "severity='warning' act-by='2027-01-31T00:00:00Z'",
       {"2026-11-23T08:00:00Z", "2026-11-29T08:00:00Z"}},
      {"act-by exactly in a week",
       "severity='warning' act-by='2026-11-29T08:00:00Z'",
       {"2026-11-23T08:00:00Z", "2026-11-29T08:00:00Z"}},
      {"act-by within the week",
       "severity='warning' act-by='2026-11-29T07:59:59Z'",
       {"2026-11-23T08:00:00Z"}},
      {"act-by today", "severity='warning' act-by='2026-11-22T20:00:00Z'", {}},
      {"until the end of a day", "severity='warning' act-by='2026-11-23'", {"2026-11-23T08:00:00Z"}},
      {"on the day before", "severity='warning' act-by='2026-11-22'", {}},
      {"act-by past", "severity='warning' act-by='2026-11-01T00:00:00Z'", {}},
      {"critical", "severity='critical' act-by='2027-01-31T00:00:00Z'", {}},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    Stage stage(one(std::string(row.attributes)));
    const auto reminders = Presenter(stage.presentation(), stage.recorder).notice(0).reminders;
    CHECK(reminders.size() == row.until.size());
    for (std::size_t k = 0; k < std::min(reminders.size(), row.until.size()); ++k) {
      CHECK(format_instant(reminders[k].until) == row.until[k]);
    }
  }
}

TEST_CASE("a notice that expires is not put off beyond that") {
  Stage stage(one("severity='info'"));
  stage.now = *parse_instant("2027-05-30T00:00:00Z");
  const auto reminders = Presenter(stage.presentation(), stage.recorder).notice(0).reminders;
  CHECK(reminders.size() == 1);
}

TEST_CASE("the clock moves while the window is open") {
  Stage stage(one("severity='warning' act-by='2026-11-24T00:00:00Z'"));
  Presenter presenter(stage.presentation(), stage.recorder);
  CHECK(presenter.notice(0).reminders.size() == 1);
  stage.now = *parse_instant("2026-11-23T12:00:00Z");
  CHECK_FALSE(presenter.remind(0, RemindOption::Kind::tomorrow).recorded);
  CHECK(stage.recorder.acts.empty());
}

TEST_CASE("a critical notice cannot be put off") {
  Stage stage(one("severity='critical'"));
  Presenter presenter(stage.presentation(), stage.recorder);
  CHECK_FALSE(presenter.remind(0, RemindOption::Kind::tomorrow).recorded);
  CHECK(stage.recorder.acts.empty());
}

TEST_CASE("acknowledged is final; twice is recorded once") {
  Stage stage(one("severity='info'"));
  Presenter presenter(stage.presentation(), stage.recorder);
  CHECK(presenter.acknowledge(0).status == "Recorded as acknowledged: Title");
  CHECK(presenter.acknowledge(0).status == "Already acknowledged.");
  CHECK_FALSE(presenter.remind(0, RemindOption::Kind::tomorrow).recorded);
  CHECK(stage.recorder.acts.size() == 1);
}

TEST_CASE("put off says until when, and can still be acknowledged") {
  Stage stage(one("severity='info'"));
  Presenter presenter(stage.presentation(), stage.recorder);
  CHECK(presenter.remind(0, RemindOption::Kind::in_a_week).status ==
        "Recorded: you will be reminded from 29 November 2026, 08:00.");
  CHECK(presenter.acknowledge(0).recorded);
  CHECK(stage.recorder.acts.size() == 2);
}

TEST_CASE("withdrawn notices are told once") {
  Stage stage(one("severity='info'"));
  auto presentation = stage.presentation();
  int told = 0;
  presentation.withdrawn_titles = {"Old title"};
  presentation.withdrawn_told = [&told] { ++told; };
  Presenter presenter(presentation, stage.recorder);
  CHECK(presenter.withdrawn_lines().size() == 1);
  CHECK(presenter.displayed(0).empty());
  CHECK(presenter.displayed(0).empty());
  CHECK(told == 1);
}

}  // namespace
}  // namespace tocsin
