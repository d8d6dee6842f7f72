// tocsin tally: what is counted once, what is not counted, and what is printed.
#include "packaging/kit/tally/tally.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string>
#include <utility>

#include "tests/packaging/kit/captured_run.h"

using namespace tocsin;
using namespace tocsin::kit;

namespace {

std::string receipt(const std::string& source, const std::string& id, const std::string& outcome,
                    const std::string& actor = "a1", const std::string& locale = "de", int revision = 1) {
  nlohmann::ordered_json json = {
      {"specversion", "1.0"}, {"id", id},           {"source", source}, {"messageid", "av95"},
      {"revision", revision}, {"outcome", outcome}, {"locale", locale}, {"client", "1.0.0"},
      {"os", "linux"}};
  if (!actor.empty()) json["actor"] = actor;
  return json.dump();
}

}  // namespace

TEST_CASE("each act once, each reader once") {
  Tally tally;
  for (const std::string& line :
       {receipt("s1", "1", "displayed"), receipt("s1", "2", "acknowledged"),
        receipt("s1", "2", "acknowledged"), receipt("s1", "3", "displayed", "a2", "en"),
        receipt("s2", "1", "acknowledged"), receipt("s3", "9", "test"),
        receipt("s2", "5", "displayed", "", "de", 2)}) {
    CHECK(tally.add(line) == "");
  }
  const TallyCounts counts = tally.counts();
  CHECK(counts.receipts == 6);
  CHECK(counts.duplicates == 1);
  CHECK(counts.tests == 1);
  REQUIRE(counts.notices.size() == 2);
  const NoticeCounts& first = counts.notices.at({"av95", 1});
  CHECK(first.installations == 2);
  CHECK(first.readers == 3);
  CHECK(first.displayed == 2);
  CHECK(first.acknowledged == 2);
  CHECK(first.by_locale == std::map<std::string, std::size_t>{{"de", 2}, {"en", 1}});
  CHECK(counts.notices.at({"av95", 2}).readers == 1);
  const auto json = nlohmann::json::parse(tally_json(counts));
  CHECK(json["schema"] == "tocsin.tally/1");
  CHECK(json["attested"] == false);
  CHECK(json["notices"][0]["locales"]["de"] == 2);
  CHECK(tally_text(counts).find("av95/1: 2 installations, 3 readers, displayed to 2, acknowledged by 2\n") !=
        std::string::npos);
}

TEST_CASE("a reader counts once in each language, system and client") {
  Tally tally;
  for (const std::string& line :
       {receipt("s1", "1", "displayed", "a1", "de"), receipt("s1", "2", "displayed", "a1", "de"),
        receipt("s1", "3", "acknowledged", "a1", "en"), receipt("s1", "4", "displayed", "a1", ""),
        receipt("s1", "5", "displayed", "a2", "en")}) {
    CHECK(tally.add(line) == "");
  }
  CHECK(tally_text(tally.counts()) ==
        "Receipts seen: 5 (0 more were duplicates, 0 were tests); nobody attests them\n"
        "av95/1: 1 installations, 2 readers, displayed to 2, acknowledged by 1\n"
        "    locale: (none) 1, de 1, en 2\n    os: linux 2\n    client: 1.0.0 2\n");
}

TEST_CASE("counts can be asked for in between, and change nothing") {
  Tally tally;
  const auto& add = [&tally](const char* id) { CHECK(tally.add(receipt("s", id, "displayed", id)) == ""); };
  CHECK(tally_text(tally.counts()) ==
        "Receipts seen: 0 (0 more were duplicates, 0 were tests); nobody attests them\n");
  add("1");
  CHECK(tally_text(tally.counts()) == tally_text(tally.counts()));
  add("2");
  add("1");
  CHECK(tally.counts().notices.at({"av95", 1}).readers == 2);
  CHECK(tally.counts().duplicates == 1);
}

namespace {

/// The same counts, computed with sets of texts.
struct SlowNotice {
  using Reader = std::pair<std::string, std::string>;
  std::set<std::string> installations;
  std::set<Reader> readers, displayed, acknowledged;
  std::map<std::string, std::set<Reader>> by_locale;
};

}  // namespace

TEST_CASE("many receipts in any order: the counts of sets of texts") {
  std::mt19937 random(20261122);  // the same sequence in every run
  const auto below = [&random](unsigned count) { return random() % count; };
  Tally tally;
  std::map<TallyCounts::Key, SlowNotice> slow;
  std::set<std::pair<std::string, std::string>> seen;
  std::size_t duplicates = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::string source = "s" + std::to_string(below(60)), id = std::to_string(below(250));
    const std::string actor = below(4) == 0 ? "" : "a" + std::to_string(below(3));
    const std::string locale = below(2) == 0 ? "de" : "en",
                      outcome = below(2) == 0 ? "displayed" : "acknowledged";
    const int revision = 1 + static_cast<int>(below(9));
    REQUIRE(tally.add(receipt(source, id, outcome, actor, locale, revision)) == "");
    if (!seen.emplace(source, id).second) {
      ++duplicates;
      continue;
    }
    SlowNotice& notice = slow[{"av95", static_cast<std::uint32_t>(revision)}];
    notice.installations.insert(source);
    notice.readers.emplace(source, actor);
    (outcome == "displayed" ? notice.displayed : notice.acknowledged).emplace(source, actor);
    notice.by_locale[locale].emplace(source, actor);
  }
  const TallyCounts counts = tally.counts();
  CHECK(counts.receipts == seen.size());
  CHECK(counts.duplicates == duplicates);
  REQUIRE(counts.notices.size() == slow.size());
  for (const auto& [key, expected] : slow) {
    CAPTURE(key.second);
    const NoticeCounts& found = counts.notices.at(key);
    CHECK(found.installations == expected.installations.size());
    CHECK(found.readers == expected.readers.size());
    CHECK(found.displayed == expected.displayed.size());
    CHECK(found.acknowledged == expected.acknowledged.size());
    for (const char* locale : {"de", "en"})
      CHECK(found.by_locale.at(locale) == expected.by_locale.at(locale).size());
  }
}

TEST_CASE("lines that do not count say why, and change nothing") {
  const std::string sound = receipt("s", "1", "displayed");
  const struct {
    std::string_view name;
    std::string line;
    std::string_view why;
  } rows[] = {
      {"no JSON", "{", "not a JSON object"},
      {"a list", "[]", "not a JSON object"},
      {"no source", R"({"id":"1"})", "field source"},
      {"outcome", receipt("s", "1", "clicked"), "field outcome"},
      {"revision as text",
       R"({"source":"s","id":"1","messageid":"m","outcome":"displayed","locale":"","os":"","client":"","revision":"1"})",
       "field revision"},
      {"negative revision", receipt("s", "1", "displayed", "a", "de", -1), "field revision"},
      {"too long", receipt(std::string(300, 's'), "1", "displayed"), "field source"},
      {"id is a number", R"({"source":"s","id":1})", "field id"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    Tally tally;
    CHECK(tally.add(row.line).starts_with(row.why));
    CHECK(tally.counts().receipts == 0);
    CHECK(tally.counts().notices.empty());
    CHECK(tally.add(sound) == "");
  }
}

namespace {

/// Files of receipts in a folder of their own.
struct Files {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("tocsin-tally-" + std::to_string(std::random_device()()));

  Files() { std::filesystem::create_directories(folder); }
  ~Files() { std::filesystem::remove_all(folder); }
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;

  [[nodiscard]] std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(folder / name, std::ios::binary) << text;
    return (folder / name).string();
  }
};

}  // namespace

TEST_CASE("tally of files") {
  const Files files;
  const std::string path =
      files.write("a", receipt("s", "1", "displayed") + "\n\nbroken\n" + receipt("s", "2", "acknowledged"));
  const CapturedRun run = run_command({"tally", path, path});
  CHECK(run.exit_code == 1);
  CHECK(run.out.starts_with("Receipts seen: 2 (2 more were duplicates, 0 were tests)"));
  CHECK(run.err ==
        path + ":3: not counted: not a JSON object\n" + path + ":3: not counted: not a JSON object\n");
  CHECK(run_command({"tally", path, "--json"}).out.find("\"acknowledged\": 1") != std::string::npos);
  CHECK(run_command({"tally"}).exit_code == 2);
}

TEST_CASE("tally of several files: one count, and each line's fault by its file") {
  const Files files;
  const std::string first = files.write("first", "[]\n" + receipt("s", "1", "displayed") + "\n");
  const std::string second =
      files.write("second", receipt("s", "1", "displayed") + "\n" + receipt("s", "2", "clicked") + "\n" +
                                receipt("t", "1", "displayed", "", "") + "\n{}\n");
  const std::string third = files.write("third", "");
  const CapturedRun run = run_command({"tally", first, third, second});
  CHECK(run.exit_code == 1);
  CHECK(run.out ==
        "Receipts seen: 2 (1 more were duplicates, 0 were tests); nobody attests them\n"
        "av95/1: 2 installations, 2 readers, displayed to 2, acknowledged by 0\n"
        "    locale: (none) 1, de 1\n    os: linux 2\n    client: 1.0.0 2\n");
  CHECK(run.err == first + ":1: not counted: not a JSON object\n" + second +
                       ":2: not counted: field outcome is none that is known\n" + second +
                       ":4: not counted: field source is missing, no text or too long\n");
}

TEST_CASE("tally of nothing") {
  const Files files;
  for (const std::string& text : {std::string(), std::string("\n"), std::string(" \t\r\n\n\r\n  ")}) {
    CAPTURE(text.size());
    const CapturedRun run = run_command({"tally", files.write("empty", text)});
    CHECK(run.exit_code == 0);
    CHECK(run.out == "Receipts seen: 0 (0 more were duplicates, 0 were tests); nobody attests them\n");
    CHECK(run.err.empty());
  }
}

TEST_CASE("tally: lines may end in CR LF, and the last one in nothing") {
  const Files files;
  const std::string path =
      files.write("crlf", receipt("s", "1", "displayed") + "\r\n\r\nx\r\n" + receipt("s", "2", "displayed") +
                              "\r\n" + receipt("s", "3", "displayed"));
  const CapturedRun run = run_command({"tally", path});
  CHECK(run.exit_code == 1);
  CHECK(run.out.starts_with("Receipts seen: 3 "));
  CHECK(run.err == path + ":3: not counted: not a JSON object\n");
}

TEST_CASE("tally: a line of a MiB counts, a longer one does not, and the next one is read") {
  constexpr std::size_t kMost = 1 << 20;
  const auto line_of = [](std::size_t bytes, const std::string& id) {
    std::string line = receipt("s", id, "displayed");
    line.insert(1, "\"x\":\"" + std::string(bytes - line.size() - 7, 'x') + "\",");
    return line;
  };
  REQUIRE(line_of(kMost, "1").size() == kMost);
  const Files files;
  const std::string path = files.write("huge", line_of(kMost, "1") + "\n" + line_of(kMost + 1, "2") + "\n" +
                                                   receipt("s", "3", "displayed") + "\n" +
                                                   std::string(3 * kMost, ' ') + "\n" + line_of(kMost, "4"));
  const CapturedRun run = run_command({"tally", path});
  CHECK(run.exit_code == 1);
  CHECK(run.out.starts_with("Receipts seen: 3 "));
  CHECK(run.err ==
        path + ":2: not counted: longer than 1 MiB\n" + path + ":4: not counted: longer than 1 MiB\n");
  const std::string last = files.write("last", line_of(kMost + 1, "1"));
  CHECK(run_command({"tally", last}).err == last + ":1: not counted: longer than 1 MiB\n");
}

TEST_CASE("tally: a file that cannot be read ends it, and nothing is printed") {
  const Files files;
  const std::string sound = files.write("sound", receipt("s", "1", "displayed") + "\n");
  const std::string none = sound + ".none";
  const CapturedRun run = run_command({"tally", sound, none});
  CHECK(run.exit_code == 3);
  CHECK(run.out.empty());
  CHECK(run.err.find(none + ": cannot be read") != std::string::npos);
  const CapturedRun folder = run_command({"tally", sound, files.folder.string()});
  CHECK(folder.exit_code != 0);
  CHECK(folder.out.empty());
}

TEST_CASE("the page has receipts by the hour, each once, and says how many have no time") {
  const auto at = [](std::string line, const std::string& time) {
    return line.insert(1, "\"time\":\"" + time + "\",");
  };
  Tally tally;
  for (const std::string& line :
       {at(receipt("s1", "1", "displayed"), "2026-11-22T01:00:00Z"),
        at(receipt("s1", "1", "displayed"), "2026-11-22T01:00:00Z"),
        at(receipt("s2", "1", "displayed", "a1", "en"), "2026-11-22T03:00:00Z"),
        at(receipt("s2", "2", "acknowledged"), "2026-11-22T03:00:00Z"),
        at(receipt("s4", "1", "displayed"), "yesterday"), receipt("s3", "1", "displayed"),
        at(receipt("s5", "1", "acknowledged", "a", "de", 2), "2026-11-22T04:00:00Z")}) {
    CHECK(tally.add(line) == "");
  }
  const report_page::Page page = tally.page();
  REQUIRE(page.notices.size() == 2);
  CHECK(page.notices[0].message == "av95");
  CHECK(page.notices[0].displayed == report_page::Hours{{498697, 1}, {498699, 1}});
  CHECK(page.notices[0].acknowledged == report_page::Hours{{498699, 1}});
  CHECK(page.notices[0].languages == report_page::Groups{{"de", 1}, {"en", 1}});
  CHECK(page.notices[1].revision == 2);
  CHECK(page.notices[1].clients ==
        report_page::Groups{{"1.0.0", 1}});  // acknowledged, as there are no displays
  CHECK(page.note == "2 receipts without a readable time are left out.");
}
