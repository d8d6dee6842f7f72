// One session for window, terminal and preview: what is told, recorded, marked and listed.
#include "notifier/session/session.h"

#include <doctest/doctest.h>

#include "tests/notifier/decide/scripted_facts.h"
#include "tests/notifier/session/read_here.h"

namespace tocsin::test {
namespace {

/// What the presenter is given, shown to a reader who does nothing.
Result<void> show_nothing(Presenter& /*presenter*/) {
  return {};
}

TEST_CASE("the policies in force are listed where it is told how to turn this off") {
  ReadHere here;
  here.session.policy.values = {{"NoReceipts", "1", "/etc/x.conf:3", ""},
                                {"Proxy", "x", "/home/x.conf:1", "machine only"}};
  std::string text;
  REQUIRE(here.show([&text](Presenter& presenter) { text = presenter.how_to_turn_off(); }));
  CHECK(text.find("NoReceipts=1 (/etc/x.conf:3)") != std::string::npos);
  CHECK(text.find("Proxy=x (/home/x.conf:1, ignored: machine only)") != std::string::npos);
  CHECK(text.find(here.session.places.machine_policy) != std::string::npos);
}

TEST_CASE("a text says what was found, whether a condition has asked for it or not") {
  const std::string body = "<p>Console {found:c}, anti-virus <b>{found:av}</b>, {found:none}.</p>";
  const std::string attributes = "severity=\"info\" ";
  ReadHere here;
  here.session.set.catalog = catalog_of(
      message_xml("all", attributes, text_xml("en", "T", body) + text_xml("de", "T", "<p>{found:av}!</p>")) +
      "<message id=\"any\" category=\"lifecycle\" expires=\"2027-06-01T00:00:00Z\" " + attributes +
      "><when><any><console type=\"c\"/><component id=\"av\"/></any></when>" + text_xml("en", "T", body) +
      "</message>");
  const auto& messages = here.session.set.catalog.messages;
  auto facts = std::make_unique<ScriptedFacts>();
  facts->consoles["c"] = {Truth::yes, "5.2", Scheme::dotted, "s"};
  facts->components["av"] = {Truth::yes, "9.5.1", Scheme::dotted, "s"};
  here.session.facts = std::move(facts);
  here.session.verdicts = {{&messages[0], Reason::due}, {&messages[1], Reason::due}};
  REQUIRE(here.show([](Presenter& presenter) {
    CHECK(presenter.notice(0).body == "Console 5.2, anti-virus 9.5.1, none.");
    CHECK(presenter.notice(1).body == "Console 5.2, anti-virus 9.5.1, none.");
    presenter.choose_language(0, 1);
    CHECK(presenter.notice(0).body == "9.5.1!");
  }));
  FakeRecorder recorder;
  CHECK(Presenter(presentation_of(here.session, messages[1]), recorder).notice(0).body ==
        "Console 5.2, anti-virus 9.5.1, none.");
}

TEST_CASE("acts are in the record") {
  ReadHere here;
  open_record(here.session);
  REQUIRE(here.show([](Presenter& presenter) {
    CHECK(presenter.displayed(0).empty());
    CHECK(presenter.acknowledge(0).recorded);
  }));
  CHECK(here.history() == "displayed one, acknowledged one");
}

TEST_CASE("without a record the notices are shown and every act says why it is not kept") {
  ReadHere here;
  here.session.places.state_db.clear();
  here.session.places.no_home = "HOME is not set";
  open_record(here.session);
  CHECK_FALSE(here.session.store.has_value());
  CHECK(here.remarks.size() == 1);
  REQUIRE(here.show([](Presenter& presenter) {
    CHECK(presenter.displayed(0).find("HOME is not set") != std::string::npos);
    CHECK_FALSE(presenter.acknowledge(0).recorded);
  }));
}

TEST_CASE("the result of showing is passed on") {
  ReadHere here;
  const auto shown = show_recorded(here.session, presentation_of(here.session), [](Presenter&) {
    return Result<void>(fail(Code::unavailable, "dialog.show", "no display"));
  });
  REQUIRE_FALSE(shown.has_value());
  CHECK(shown.error().code == Code::unavailable);
}

TEST_CASE("a withdrawn notice is told to those who saw it, until it was on screen") {
  ReadHere here(
      "<withdrawn id=\"gone\" notify=\"yes\"/><withdrawn id=\"silent\"/>"
      "<withdrawn id=\"unseen\" notify=\"yes\"/>");
  open_record(here.session);
  here.displayed_once("gone", "An older title");
  here.displayed_once("gone", "A recalled notice");
  here.displayed_once("silent", "Silent");

  const auto titles = [&here] {
    find_withdrawals(here.session);
    return presentation_of(here.session).withdrawn_titles;
  };
  here.session.is_member = false;
  CHECK(titles().empty());
  here.session.is_member = true;
  REQUIRE(titles() == std::vector<std::string>{"A recalled notice"});
  REQUIRE(show_recorded(here.session, presentation_of(here.session), show_nothing).has_value());
  CHECK(titles().size() == 1);  // not on screen yet
  REQUIRE(here.show([](Presenter& presenter) { presenter.withdrawals_shown(); }));
  CHECK(titles().empty());
  CHECK(here.history() == "displayed gone, displayed gone, displayed silent, withdrawn gone");
}

TEST_CASE("one notice that is read again brings no withdrawals and holds none back") {
  ReadHere here;
  here.session.withdrawn.emplace_back().title = "T";
  here.session.verdicts.push_back({&here.session.set.catalog.messages[0], Reason::held_back});
  CHECK(presentation_of(here.session).held_back == 1);
  const Presentation one = presentation_of(here.session, here.session.set.catalog.messages[0]);
  CHECK(one.due.size() == 1);
  CHECK(one.withdrawn_titles.empty());
  CHECK(one.held_back == 0);
}

TEST_CASE("the record is created by those who ask, and by nobody else") {
  struct Row {
    std::string_view name;
    RecordUse use;
    bool is_there, is_open;
  };
  for (const Row& row :
       {Row{"none", RecordUse::none, false, false}, Row{"read", RecordUse::read, false, false},
        Row{"keep", RecordUse::keep, true, true}}) {
    CAPTURE(row.name);
    ReadHere here;
    const auto session = here.established(row.use);
    CHECK(std::filesystem::exists(native_path(here.session.places.state_db)) == row.is_there);
    CHECK(session->store.has_value() == row.is_open);
    CHECK(session->verdicts.size() == 1);
  }
}

TEST_CASE("decisions of the record count, unless it is not looked at") {
  for (const RecordUse use : {RecordUse::none, RecordUse::read, RecordUse::keep}) {
    ReadHere here;
    open_record(here.session);
    REQUIRE(here.show([](Presenter& presenter) { CHECK(presenter.acknowledge(0).recorded); }));
    const auto session = here.established(use);
    const bool is_decided = session->decisions.find("one", Decision::Kind::acknowledged) != nullptr;
    CHECK(is_decided == (use != RecordUse::none));
  }
}

TEST_CASE("a record that cannot be read is reported and treated as empty") {
  ReadHere here;
  std::filesystem::create_directories(native_path(here.session.places.state_db));
  const auto session = here.established(RecordUse::read);
  CHECK(session->decisions.rows().empty());
  CHECK_FALSE(here.remarks.empty());
}

}  // namespace
}  // namespace tocsin::test
