// The standing texts: why, what is sent, copy, off switch, foot.
#include <doctest/doctest.h>

#include "notifier/present/why_text.h"
#include "tests/notifier/decide/scripted_facts.h"
#include "tests/notifier/present/presented.h"

namespace tocsin {
namespace {

std::string one() {
  return message_xml("a", "severity='warning' act-by='2027-01-31T09:30:00Z'",
                     text_xml("en", "Title", "<p>Body.</p>",
                              R"(<link href="https://support.example.com/kb/1">How to move</link>)"));
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("foot: who signed, which release, when") {
  Stage stage(one());
  CHECK(Presenter(stage.presentation(), stage.recorder).foot() ==
        "Signed by Example (keys 01234567, fedcba98), serial 2.7, issued 20 November 2026");
  stage.release.notices.signed_by.pop_back();
  CHECK(holds(Presenter(stage.presentation(), stage.recorder).foot(), "(key 01234567)"));
}

TEST_CASE("published keys are said in the window") {
  Stage stage(one());
  CHECK(Presenter(stage.presentation(), stage.recorder).test_warning().empty());
  stage.brand_.test_keys = true;
  CHECK(holds(Presenter(stage.presentation(), stage.recorder).test_warning(), "TEST KEYS"));
}

TEST_CASE("n more") {
  struct Row {
    std::string_view name;
    std::size_t held_back;
    std::string_view line;
  };
  const Row rows[] = {
      {"none", 0, ""},
      {"one", 1, "1 more notice follows at a later logon."},
      {"many", 4091, "4091 more notices follow at later logons."},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    Stage stage(one());
    auto presentation = stage.presentation();
    presentation.held_back = row.held_back;
    CHECK(Presenter(presentation, stage.recorder).more_line() == row.line);
  }
}

TEST_CASE("what is sent is the Recorder's own document, or nothing") {
  Stage stage(one());
  Presenter presenter(stage.presentation(), stage.recorder);
  CHECK(holds(presenter.what_is_sent(0), "{\"id\":\"x\"}a en"));
  CHECK(holds(presenter.what_is_sent(0), "outcome \"displayed\""));
  stage.config.send_displayed = false;
  CHECK_FALSE(holds(presenter.what_is_sent(0), "outcome \"displayed\""));
  stage.recorder.json.clear();
  CHECK(holds(presenter.what_is_sent(0), "Nothing is sent"));
}

TEST_CASE("copy holds the notice and its link in full") {
  Stage stage(one());
  CHECK(Presenter(stage.presentation(), stage.recorder).copy_text(0) ==
        "Title\nWarning, Product life cycle\nAct by 31 January 2027, 09:30 (UTC)\n\nBody.\n\n"
        "How to move: https://support.example.com/kb/1\n"
        "Signed by Example (keys 01234567, fedcba98), serial 2.7, issued 20 November 2026\n");
}

TEST_CASE("the off switch names its files, its price and what is in force") {
  Stage stage(one());
  auto presentation = stage.presentation();
  presentation.policy_lines = {"NoActor=1 (/etc/example-messenger.conf:3)\x1b"};
  const std::string text = Presenter(presentation, stage.recorder).how_to_turn_off();
  CHECK(holds(text, "Disable=1 to /etc/example-messenger.conf."));
  CHECK(holds(text, "Disable=1 to /home/reader/.config/example-messenger.conf."));
  CHECK(holds(text, "What is lost"));
  CHECK(holds(text, "\u2022 NoActor=1 (/etc/example-messenger.conf:3)\uFFFD\n"));
  presentation.user_policy.clear();
  CHECK_FALSE(holds(Presenter(presentation, stage.recorder).how_to_turn_off(), "For you alone"));
}

TEST_CASE("the off switch of a system with a registry") {
  Stage stage(one());
  stage.brand_.platform = "windows-x86_64";
  auto presentation = stage.presentation();
  presentation.machine_policy = "HKLM\\Software\\Policies\\Example\\Messenger";
  presentation.user_policy = "HKCU\\Software\\Example\\Messenger";
  const std::string text = Presenter(presentation, stage.recorder).how_to_turn_off();
  CHECK(holds(
      text,
      "Disable (DWORD) to 1 in the registry key HKLM\\Software\\Policies\\Example\\Messenger, or by Group"));
  CHECK(holds(
      text, "For you alone: set the value Disable (DWORD) to 1 in the registry key HKCU\\Software\\Example"));
}

TEST_CASE("support link: only of a form that may be opened") {
  struct Row {
    std::string_view name;
    std::string_view url;
    std::string_view host;
  };
  const Row rows[] = {
      {"good", "https://help.example.com/x", "help.example.com"},
      {"http", "http://help.example.com/", ""},
      {"user info", "https://help@example.com/", ""},
      {"file", "file:///etc/passwd", ""},
      {"empty", "", ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    Stage stage(one());
    stage.config.support_url = row.url;
    Presenter presenter(stage.presentation(), stage.recorder);
    CHECK(presenter.support_host() == row.host);
    CHECK(presenter.support_url() == (row.host.empty() ? "" : row.url));
  }
}

TEST_CASE("why: every node in words") {
  Stage stage(one());
  auto presentation = stage.presentation();
  ExplainedCondition component{.op = "component",
                               .name = "anti-virus",
                               .os_id = {},
                               .os_like = {},
                               .os_arch = {},
                               .expected = "[9.5,9.6)",
                               .values = {},
                               .found = "9.5.1",
                               .source = "package example-av",
                               .scheme = "deb",
                               .result = Truth::yes,
                               .children = {}};
  ExplainedCondition absent = component;
  absent.name = "next";
  absent.expected.clear(), absent.found.clear(), absent.source.clear();
  absent.result = Truth::no;
  ExplainedCondition negation{"not", {}, {}, {}, {}, {}, {}, {}, {}, {}, Truth::yes, {absent}};
  ExplainedCondition when{"all", {}, {}, {}, {}, {}, {}, {}, {}, {}, Truth::yes, {component, negation}};
  presentation.explained = {{&stage.catalog.messages[0], Reason::due, "en", std::nullopt, when}};
  const std::string why = Presenter(presentation, stage.recorder).why(0);
  CHECK(holds(why, "administer Example Console (group " + std::string(brand().group) + ")"));
  CHECK(holds(why,
              "\u2022 anti-virus 9.5.1 is here (package example-av); the notice concerns 9.5 up to but not "
              "including 9.6: yes\n"));
  CHECK(holds(why, "\u2022 This is not true:\n    \u2022 next is not here: no\n"));
  presentation.explained[0].when->result = Truth::unknown;
  CHECK(holds(Presenter(presentation, stage.recorder).why(0), "could be established"));
}

TEST_CASE("why: a value, and what a system is like") {
  const auto why_of = [](const std::string& condition) {
    const Catalog catalog = catalog_of(
        "<message id=\"m\" category=\"lifecycle\" severity=\"info\" expires=\"2027-06-01T00:00:00Z\"><when>" +
        condition + "</when>" + text_xml("en", "T", "<p>B</p>") + "</message>");
    ScriptedFacts facts;
    facts.system = {"linux", "ubuntu", "24.04", "x86_64", std::vector<std::string>{"debian"}};
    facts.components["flag"] = {Truth::yes, "off", Scheme::dotted, "keyfile /etc/example FLAG"};
    facts.components["bare"] = {Truth::yes, {}, Scheme::dotted, "file /etc/example"};
    const Message& message = catalog.messages.at(0);
    ExplainedMessage explained{
        &message, Reason::due, {}, std::nullopt, explain_condition(*message.when, facts, {})};
    return why_text(explained, brand());
  };
  CHECK(holds(
      why_of("<component id=\"flag\" value=\"on enabled\"/>"),
      "flag off is here (keyfile /etc/example FLAG); the notice concerns the value on or enabled: no\n"));
  CHECK(holds(why_of("<component id=\"flag\" value=\"off\" version=\"[1,2]\"/>"),
              "the notice concerns 1 to 2, the value off: not certain\n"));
  CHECK(holds(why_of("<component id=\"bare\" value=\"on\"/>"),
              "bare is here, in an unknown version (file /etc/example); the notice concerns the value on: "
              "not certain\n"));
  CHECK(holds(why_of("<os family=\"linux\" like=\"debian\"/>"),
              "The operating system is linux ubuntu 24.04 x86_64 like debian; the notice concerns linux "
              "(like debian): "
              "yes\n"));
  CHECK(holds(why_of("<os like=\"rhel\"/>"), "the notice concerns (like rhel): no\n"));
}

TEST_CASE("why: a notice to all") {
  Stage stage(one());
  CHECK(holds(Presenter(stage.presentation(), stage.recorder).why(0), "every installation"));
}

}  // namespace
}  // namespace tocsin
