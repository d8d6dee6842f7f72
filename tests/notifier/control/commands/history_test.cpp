// `history` in words and as JSON.
#include "notifier/control/commands/history.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace tocsin;
using namespace tocsin::control;

namespace {

HistoryRow row(std::string what, std::string title) {
  return {.message = "av95",
          .revision = 2,
          .what = std::move(what),
          .when = instant_at(1795305600),
          .epoch = 2,
          .serial = 7,
          .title = std::move(title),
          .locale = "de"};
}

}  // namespace

TEST_CASE("history: a line an event") {
  const HistoryRow rows[] = {row("displayed", "Title"), row("acknowledged", "Title\x1b[2J\nforged")};
  const std::string text = history_text(rows);
  CHECK(text.find("2026-11-22T00:00:00Z  displayed     av95/2  Title (de, release 2.7)\n") == 0);
  CHECK(text.find("acknowledged  av95/2") != std::string::npos);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(std::count(text.begin(), text.end(), '\n') == 2);
  CHECK(history_text({}) == "No notice has been shown to you here.\n");
}

TEST_CASE("history: JSON") {
  const HistoryRow rows[] = {row("displayed", "Title")};
  const Json json = history_json(rows);
  CHECK(json["schema"] == "tocsin.history/1");
  REQUIRE(json["events"].size() == 1);
  CHECK(json["events"][0]["event"] == "displayed");
  CHECK(json["events"][0]["message"] == "av95");
  CHECK(json["events"][0]["revision"] == 2);
  CHECK(json["events"][0]["time"] == "2026-11-22T00:00:00Z");
  CHECK(json["events"][0]["release"] == "2.7");
  CHECK(history_json({})["events"].empty());
}
