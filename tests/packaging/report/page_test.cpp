#include "packaging/report/page.h"

#include <doctest/doctest.h>

namespace tocsin::report_page {
namespace {

TEST_CASE("groups below 5 go into other, and other grows until it has 5") {
  struct Row {
    std::string_view name;
    Groups in, out;
  };
  const Row rows[] = {
      {"none", {}, {}},
      {"all large", {{"a", 5}, {"b", 9}}, {{"a", 5}, {"b", 9}}},
      {"small ones together", {{"a", 2}, {"b", 3}, {"c", 9}}, {{"c", 9}, {"other", 5}}},
      {"one small one takes the next", {{"a", 1}, {"b", 6}, {"c", 9}}, {{"c", 9}, {"other", 7}}},
      {"all small", {{"a", 1}, {"b", 2}}, {}},
      {"all small, five together", {{"a", 1}, {"b", 4}}, {{"other", 5}}},
      {"other is there", {{"other", 8}, {"a", 1}, {"b", 7}}, {{"other", 9}, {"b", 7}}},
      {"other is small", {{"other", 2}, {"a", 6}, {"b", 7}}, {{"other", 8}, {"b", 7}}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(merged_groups(row.in) == row.out);
  }
}

TEST_CASE("half reached in, counted from the first receipt") {
  CHECK(half_reached_in({}) == std::nullopt);
  CHECK(half_reached_in({{100, 1}}) == 1);
  CHECK(half_reached_in({{100, 1}, {104, 1}, {110, 2}}) == 5);
  CHECK(half_reached_in({{100, 1}, {110, 9}}) == 11);
}

Page sample() {
  Page page;
  page.source = "counters";
  page.made_at = 1764498540;
  for (int i = 0; i < 3; ++i) {
    Notice notice;
    notice.message = "notice-" + std::to_string(i);
    for (int hour = 0; hour < 100; ++hour) {
      notice.displayed[490000 + 200 * i + hour] = 1000;
      notice.acknowledged[490000 + 200 * i + hour] = 170;
    }
    notice.languages = {{"en", 60000}, {"de", 40000}};
    notice.systems = {{"linux", 70000}, {"windows", 30000}};
    notice.clients = {{"1.0.0", 99999}, {"1.1.0", 1}};
    page.notices.push_back(notice);
  }
  return page;
}

TEST_CASE("the page names the newest notice first, and its figures") {
  const std::string text = html(sample());
  CHECK(text.find("notice-2, revision 1") < text.find("notice-1 / 1"));
  CHECK(text.find("351\u202f000") != std::string::npos);  // receipts
  CHECK(text.find("17\u202f%") != std::string::npos);
  CHECK(text.find("50\u202fh") != std::string::npos);
  CHECK(text.find("1.1.0") == std::string::npos);  // one receipt is no group
}

TEST_CASE("the page loads nothing and runs nothing") {
  const std::string text = html(sample());
  CHECK(text.find("default-src 'none'") != std::string::npos);
  for (const char* bad :
       {"<script", "javascript:", "http:", "https:", "url(", "@import", "src=", "<link", "<iframe"}) {
    CAPTURE(std::string(bad));
    CHECK(text.find(bad) == std::string::npos);
  }
}

TEST_CASE("names from outside stay text") {
  Page page = sample();
  page.notices[2].message = "<script>alert(1)</script>";
  page.notices[2].languages = {{"\"><img>", 10}};
  page.source = "a & b";
  const std::string text = html(page);
  CHECK(text.find("<script") == std::string::npos);
  CHECK(text.find("<img") == std::string::npos);
  CHECK(text.find("a &amp; b") != std::string::npos);
}

TEST_CASE("a denominator: the share reached, and more than all is flagged") {
  Page page = sample();
  page.expected = 200000;
  CHECK(html(page).find("100\u202f000 of 200\u202f000 expected: 50\u202f% reached") != std::string::npos);
  page.expected = 50000000;
  CHECK(html(page).find("expected: &lt;\u202f1\u202f% reached") != std::string::npos);
  page.expected = 40000;
  const std::string text = html(page);
  CHECK(text.find("250\u202f%. More receipts than expected") != std::string::npos);
  CHECK(text.find("<td class=\"warn\">250\u202f%") != std::string::npos);
}

TEST_CASE("nothing yet is a page, too") {
  CHECK(html({}).find("No notices yet") != std::string::npos);
  Page page;
  page.notices.emplace_back();
  page.notices[0].message = "quiet";
  CHECK(html(page).find("No receipt yet.") != std::string::npos);
}

}  // namespace
}  // namespace tocsin::report_page
