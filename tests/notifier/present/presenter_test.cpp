// The texts of the notices: window title, rows of the list, page.
#include "notifier/present/presenter.h"

#include <doctest/doctest.h>

#include "tests/notifier/present/presented.h"

namespace tocsin {
namespace {

std::string notice_xml(const std::string& id, const std::string& severity, const std::string& more = {}) {
  return message_xml(id, "severity=\"" + severity + "\" " + more,
                     text_xml("en", "Title of " + id, "<p>Body.</p>"));
}

TEST_CASE("window title counts what is not decided yet") {
  struct Row {
    std::string_view name;
    std::vector<std::string_view> severities;
    std::string_view title;
  };
  const Row rows[] = {
      {"one critical", {"critical"}, "Example Console on console-1: 1 critical"},
      {"one other", {"warning"}, "Example Console on console-1: 1 notice"},
      {"others only", {"warning", "info"}, "Example Console on console-1: 2 notices"},
      {"one of each", {"critical", "info"}, "Example Console on console-1: 1 critical, 1 other"},
      {"as in the design",
       {"critical", "info", "warning"},
       "Example Console on console-1: 1 critical, 2 others"},
      {"criticals only", {"critical", "critical"}, "Example Console on console-1: 2 critical"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    std::string xml;
    for (std::size_t k = 0; k < row.severities.size(); ++k) {
      xml += notice_xml("n" + std::to_string(k), std::string(row.severities[k]));
    }
    Stage stage(xml);
    CHECK(Presenter(stage.presentation(), stage.recorder).window_title() == row.title);
  }
}

TEST_CASE("title and rows follow the decisions") {
  Stage stage(notice_xml("a", "critical") + notice_xml("b", "warning") + notice_xml("c", "info"));
  Presenter presenter(stage.presentation(), stage.recorder);
  CHECK(presenter.row(0) == "critical, 1 of 3, not yet acknowledged: Title of a");
  CHECK(presenter.row(2) == "information, 3 of 3, not yet acknowledged: Title of c");
  CHECK(presenter.acknowledge(0).recorded);
  CHECK(presenter.remind(1, RemindOption::Kind::tomorrow).recorded);
  CHECK(presenter.row(0) == "critical, 1 of 3, acknowledged: Title of a");
  CHECK(presenter.row(1) == "warning, 2 of 3, put off: Title of b");
  CHECK(presenter.window_title() == "Example Console on console-1: 1 notice");
  CHECK(presenter.next_undecided(0) == 2);
  CHECK(presenter.acknowledge(2).recorded);
  CHECK(presenter.window_title() == "Example Console on console-1");
  CHECK_FALSE(presenter.next_undecided(2).has_value());
}

TEST_CASE("next undecided goes round") {
  Stage stage(notice_xml("a", "critical") + notice_xml("b", "warning") + notice_xml("c", "info"));
  Presenter presenter(stage.presentation(), stage.recorder);
  CHECK(presenter.acknowledge(2).recorded);
  CHECK(presenter.next_undecided(2) == 0);
  CHECK(presenter.next_undecided(0) == 1);
}

TEST_CASE("a page in words") {
  Stage stage(message_xml("av", R"(severity="warning" reference="119053" act-by="2027-01-31")",
                          text_xml("en", "It &amp; that retire", "<p>One.</p>",
                                   R"(<link href="https://support.example.com/kb/1">How to move</link>)")));
  Presenter presenter(stage.presentation(), stage.recorder);
  const NoticeView view = presenter.notice(0);
  CHECK(view.title == "It & that retire");
  CHECK(view.severity_word == "Warning");
  CHECK(view.category_word == "Product life cycle");
  CHECK(view.reference == "Reference 119053");
  CHECK(view.body == "One.");
  CHECK(view.link_label == "How to move");
  CHECK(view.link_host == "support.example.com");
  CHECK(view.act_by == "Act by 31 January 2027");
  CHECK(view.languages.size() == 1);
  CHECK_FALSE(view.right_to_left);
}

TEST_CASE("act-by: a day is that day everywhere, a time has its zone, and what is past is said to be") {
  const struct {
    std::string_view name, act_by, now, words;
    int offset_minutes;
  } rows[] = {
      {"a day", "2027-01-31", "2026-11-22T08:00:00Z", "Act by 31 January 2027", 0},
      {"a day, far west", "2027-01-31", "2026-11-22T08:00:00Z", "Act by 31 January 2027", -8 * 60},
      {"a day, far east", "2027-01-31", "2026-11-22T08:00:00Z", "Act by 31 January 2027", 14 * 60},
      {"on the day", "2026-11-22", "2026-11-22T23:59:59Z", "Act by 22 November 2026", 0},
      {"the day is over", "2026-11-22", "2026-11-23T00:00:00Z", "Overdue since 22 November 2026", 0},
      {"not yet over in the west", "2026-11-22", "2026-11-23T07:59:59Z", "Act by 22 November 2026", -8 * 60},
      {"over in the west", "2026-11-22", "2026-11-23T08:00:00Z", "Overdue since 22 November 2026", -8 * 60},
      {"over earlier in the east", "2026-11-22", "2026-11-22T14:00:00Z", "Overdue since 22 November 2026",
       600},
      {"a time", "2027-01-31T12:00:00Z", "2026-11-22T08:00:00Z", "Act by 31 January 2027, 12:00 (UTC)", 0},
      {"a time, west", "2027-01-31T00:00:00Z", "2026-11-22T08:00:00Z",
       "Act by 30 January 2027, 16:00 (UTC-8)", -8 * 60},
      {"a time, half an hour", "2027-01-31T00:00:00Z", "2026-11-22T08:00:00Z",
       "Act by 31 January 2027, 05:30 (UTC+5:30)", 330},
      {"a time that is past", "2026-11-22T08:00:00Z", "2026-11-22T08:00:00Z",
       "Overdue since 22 November 2026, 08:00 (UTC)", 0},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    Stage stage(message_xml("m", "severity='warning' act-by='" + std::string(row.act_by) + "'",
                            text_xml("en", "T", "<p>B</p>")));
    stage.now = *parse_instant(row.now);
    Presentation presentation = stage.presentation();
    presentation.offset = [&row](Instant) { return Duration(row.offset_minutes * 60); };
    const NoticeView view = Presenter(std::move(presentation), stage.recorder).notice(0);
    CHECK(view.act_by == row.words);
    CHECK(view.has_act_by);
  }
}

TEST_CASE("without act-by, reference and link") {
  Stage stage(notice_xml("a", "info"));
  const NoticeView view = Presenter(stage.presentation(), stage.recorder).notice(0);
  CHECK(view.act_by == "No action needed");
  CHECK(view.reference.empty());
  CHECK(view.link_url.empty());
  CHECK(view.remark.empty());
}

TEST_CASE("a link that is not on the signed list is not even shown") {
  Stage stage(
      message_xml("a", "severity=\"info\"",
                  text_xml("en", "T", "<p>B</p>", R"(<link href="https://evil.example.net/">Go</link>)")));
  Presenter presenter(stage.presentation(), stage.recorder);
  CHECK(presenter.notice(0).link_label.empty());
  CHECK_FALSE(presenter.may_open("https://evil.example.net/"));
  CHECK_FALSE(presenter.may_open("http://support.example.com/"));
  CHECK_FALSE(presenter.may_open("file:///etc/passwd"));
  CHECK(presenter.may_open("https://support.example.com/kb"));
}

TEST_CASE("remarks on scope and until") {
  Stage stage(notice_xml("a", "info", R"(scope="machine")") +
              notice_xml("b", "info", R"(until="resolved" act-by="2027-01-31T00:00:00Z")"));
  Presenter presenter(stage.presentation(), stage.recorder);
  CHECK(presenter.notice(0).remark.find("all administrators") != std::string::npos);
  CHECK(presenter.notice(1).remark.find("comes back once, 7 days before") != std::string::npos);
}

TEST_CASE("language: the reader's first, then what is chosen") {
  Stage stage(message_xml("a", "severity=\"info\"",
                          text_xml("en", "Hello", "<p>Body</p>") + text_xml("de", "Hallo", "<p>Text</p>") +
                              text_xml("ar", "مرحبا", "<p>نص</p>")));
  stage.locales = {"de-CH", "en"};
  Presenter presenter(stage.presentation(), stage.recorder);
  CHECK(presenter.notice(0).title == "Hallo");
  CHECK(presenter.notice(0).language == 1);
  presenter.choose_language(0, 2);
  CHECK(presenter.notice(0).title == "مرحبا");
  CHECK(presenter.notice(0).right_to_left);
  CHECK(presenter.notice(0).languages[2] == "العربية");
  CHECK(presenter.acknowledge(0).recorded);
  CHECK(stage.recorder.acts == std::vector<std::string>{"acknowledged a ar مرحبا"});
  presenter.choose_language(0, 9);
  CHECK(presenter.notice(0).language == 2);
}

TEST_CASE("a host name cannot spoof the title") {
  Stage stage(notice_xml("a", "info"));
  auto presentation = stage.presentation();
  presentation.host = "x\u202Ey\nz";
  CHECK(Presenter(presentation, stage.recorder).window_title() ==
        "Example Console on x\uFFFDy\uFFFDz: 1 notice");
}

}  // namespace
}  // namespace tocsin
