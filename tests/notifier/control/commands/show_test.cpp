// The notices in a terminal: what is asked, what an answer does, and what the end of input does not.
#include "notifier/control/commands/show.h"

#include <doctest/doctest.h>

#include <deque>

#include "tests/notifier/present/presented.h"

using namespace tocsin;
using namespace tocsin::control;

namespace {

/// Answers in turn, then the end of input; keeps what was written.
struct Scripted {
  std::deque<std::string> answers;
  std::string written;
  Terminal terminal() {
    return {[this](std::string& answer) {
              if (answers.empty()) return false;
              answer = answers.front();
              answers.pop_front();
              return true;
            },
            [this](const std::string& text) { written += text; }, false};
  }
};

std::string one() {
  return message_xml("one", "severity=\"warning\"", text_xml("en", "A title", "<p>A body.</p>"));
}

/// Decisions only, each with its first word.
std::vector<std::string> decisions_of(const FakeRecorder& recorder) {
  std::vector<std::string> out;
  for (const std::string& act : recorder.acts) {
    const std::string what = act.substr(0, act.find(' '));
    if (what != "displayed") out.push_back(what);
  }
  return out;
}

bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

TEST_CASE("answers, and what becomes of them") {
  const struct {
    std::string_view name;
    std::deque<std::string> answers;
    std::vector<std::string> acts;  // the recorder's, but for displayed
    std::string_view part;
  } rows[] = {
      {"end of input", {}, {}, "a acknowledge, t remind me tomorrow, w remind me in a week"},
      {"acknowledged", {"a"}, {"acknowledged"}, "Recorded as acknowledged"},
      {"put off", {"t"}, {"put-off"}, "you will be reminded from"},
      {"a week", {"w"}, {"put-off"}, "you will be reminded from"},
      {"next", {"n"}, {}, "Signed by"},
      {"quit", {"q", "a"}, {}, "Signed by"},
      {"another letter, then yes", {"x", "", "yes", "a"}, {"acknowledged"}, "one of these letters"},
      {"questions decide nothing", {"y", "s", "o"}, {}, "What is lost"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    Stage stage(one());
    Presenter presenter(stage.presentation(), stage.recorder);
    Scripted script{row.answers, {}};
    show_in_terminal(presenter, script.terminal());
    CHECK(holds(script.written, row.part));
    CHECK(decisions_of(stage.recorder) == row.acts);
  }
}

TEST_CASE("what cannot be recorded is said, and asked again") {
  Stage stage(one());
  stage.recorder.trouble = Error{.code = Code::io, .operation = "store.record", .detail = "the disk is full"};
  Presenter presenter(stage.presentation(), stage.recorder);
  Scripted script{{"a", "q"}, {}};
  show_in_terminal(presenter, script.terminal());
  CHECK(holds(script.written, "Could not be recorded"));
  CHECK(decisions_of(stage.recorder).empty());
}

TEST_CASE("for a pipe: everything, and nothing is decided or recorded") {
  Stage stage(one());
  const Presenter presenter(stage.presentation(), stage.recorder);
  const std::string text = all_notices_text(presenter, true);
  CHECK(holds(text, "Signed by"));
  CHECK_FALSE(holds(text, "---"));
  CHECK_FALSE(holds(text, "a acknowledge"));
  CHECK(holds(all_notices_text(presenter, false), "------"));
  CHECK(stage.recorder.acts.empty());
}

namespace {

Presentation with_withdrawal(Stage& stage, int& told) {
  Presentation out = stage.presentation();
  out.withdrawn_titles = {"A recalled notice"};
  out.withdrawn_told = [&told] { ++told; };
  return out;
}

}  // namespace

TEST_CASE("a withdrawal is told at a terminal, and that is noted once") {
  const struct {
    std::string_view name;
    std::string messages;
    std::deque<std::string> answers;
  } rows[] = {{"nothing is due", "", {}},
              {"nothing is due, and no question is asked", "", {"a"}},
              {"beside a notice", one(), {"n"}},
              {"beside a notice, and the input ends", one(), {}}};
  for (const auto& row : rows) {
    CAPTURE(row.name);
    Stage stage(row.messages);
    int told = 0;
    Presenter presenter(with_withdrawal(stage, told), stage.recorder);
    Scripted script{row.answers, {}};
    show_in_terminal(presenter, script.terminal());
    CHECK(holds(script.written, "has withdrawn a notice you have read: \u201cA recalled notice\u201d"));
    CHECK(holds(script.written, "a acknowledge") == !row.messages.empty());
    CHECK(holds(script.written, "Signed by"));
    CHECK(told == 1);
  }
}

TEST_CASE("a withdrawal is printed to a pipe, and that is not noted") {
  Stage stage("");
  int told = 0;
  const Presenter presenter(with_withdrawal(stage, told), stage.recorder);
  CHECK(holds(all_notices_text(presenter, true), "\u201cA recalled notice\u201d"));
  CHECK(told == 0);
}
