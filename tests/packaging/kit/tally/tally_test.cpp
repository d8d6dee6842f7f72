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
#include <tuple>
#include <utility>

#include "schema/trust/receipt_id.h"
#include "tests/packaging/kit/captured_run.h"

using namespace tocsin;

namespace {

/// With the id that follows from its fields.
nlohmann::ordered_json receipt_json(const std::string& installation, const std::string& outcome,
                                    const std::string& actor = "a1", const std::string& locale = "de",
                                    int revision = 1) {
  const std::string number = std::to_string(revision);
  nlohmann::ordered_json json = {{"specversion", "1.0"},
                                 {"id", receipt_id_of({installation, "av95", number, outcome, actor})},
                                 {"source", "urn:example:messenger:" + installation},
                                 {"messageid", "av95"},
                                 {"revision", revision},
                                 {"outcome", outcome},
                                 {"locale", locale},
                                 {"client", "1.0.0"},
                                 {"os", "linux"}};
  if (!actor.empty()) json["actor"] = actor;
  return json;
}

std::string receipt(const std::string& installation, const std::string& outcome,
                    const std::string& actor = "a1", const std::string& locale = "de", int revision = 1) {
  return receipt_json(installation, outcome, actor, locale, revision).dump();
}

}  // namespace

TEST_CASE("each act once, each reader once") {
  Tally tally;
  for (const std::string& line :
       {receipt("s1", "displayed"), receipt("s1", "acknowledged"), receipt("s1", "acknowledged"),
        receipt("s1", "displayed", "a2", "en"), receipt("s2", "acknowledged"), receipt("s3", "test"),
        receipt("s2", "displayed", "", "de", 2)}) {
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
       {receipt("s1", "displayed", "a1", "de"), receipt("s1", "acknowledged", "a1", "en"),
        receipt("s1", "displayed", "a2", "en"), receipt("s1", "acknowledged", "a2", "en"),
        receipt("s1", "displayed", "a3", "")}) {
    CHECK(tally.add(line) == "");
  }
  CHECK(tally_text(tally.counts()) ==
        "Receipts seen: 5 (0 more were duplicates, 0 were tests); nobody attests them\n"
        "av95/1: 1 installations, 3 readers, displayed to 3, acknowledged by 2\n"
        "    locale: (none) 1, de 1, en 2\n    os: linux 3\n    client: 1.0.0 3\n");
}

TEST_CASE("counts can be asked for in between, and change nothing") {
  Tally tally;
  const auto& add = [&tally](const char* actor) { CHECK(tally.add(receipt("s", "displayed", actor)) == ""); };
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
  std::set<std::tuple<std::string, std::string, std::string, int>> seen;
  std::size_t duplicates = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::string source = "s" + std::to_string(below(60));
    const std::string actor = below(4) == 0 ? "" : "a" + std::to_string(below(3));
    const std::string locale = below(2) == 0 ? "de" : "en",
                      outcome = below(2) == 0 ? "displayed" : "acknowledged";
    const int revision = 1 + static_cast<int>(below(9));
    REQUIRE(tally.add(receipt(source, outcome, actor, locale, revision)) == "");
    if (!seen.emplace(source, outcome, actor, revision).second) {
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

TEST_CASE("a spent id of somebody else's fields does not count, and takes no place") {
  const auto genuine = receipt_json("s1", "displayed");
  const struct {
    std::string_view name, field;
    nlohmann::ordered_json value;
  } rows[] = {
      {"another installation", "source", "urn:example:messenger:s2"},
      {"another notice", "messageid", "av96"},
      {"another revision", "revision", 2},
      {"another outcome", "outcome", "acknowledged"},
      {"another reader", "actor", "a2"},
      {"no reader", "actor", nullptr},
      {"a site's answer", "answer", "yes"},
      {"a site's occurrence", "occurrence", 600},
      {"an id of another receipt", "id", receipt_json("s2", "displayed")["id"]},
      {"the same id in capital letters", "id", "AXKY2AXLB6XDHV7W6P7772LO4Q"},
      {"an empty id", "id", ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    auto forged = genuine;
    forged[std::string(row.field)] = row.value;
    Tally tally;
    CHECK(tally.add(forged.dump()) == "field id does not follow from the other fields");
    CHECK(tally.add(genuine.dump()) == "");
    const TallyCounts counts = tally.counts();
    CHECK(counts.receipts == 1);
    CHECK(counts.duplicates == 0);
  }
}

TEST_CASE("a site's receipt has its answer and occurrence in its id") {
  auto json = receipt_json("s1", "acknowledged");
  json["answer"] = "done";
  json["occurrence"] = 1200;
  json["id"] = receipt_id_of({"s1", "av95", "1@1200", "acknowledged/done", "a1"});
  Tally tally;
  CHECK(tally.add(json.dump()) == "");
  CHECK(tally.add(receipt("s1", "acknowledged")) == "");
  CHECK(tally.counts().receipts == 2);
}

TEST_CASE("lines that do not count say why, and change nothing") {
  const std::string sound = receipt("s", "displayed");
  const struct {
    std::string_view name;
    std::string line;
    std::string_view why;
  } rows[] = {
      {"no JSON", "{", "not a JSON object"},
      {"a list", "[]", "not a JSON object"},
      {"no source", R"({"id":"1"})", "field source"},
      {"outcome", receipt("s", "clicked"), "field outcome"},
      {"revision as text",
       R"({"source":"s","id":"1","messageid":"m","outcome":"displayed","locale":"","os":"","client":"","revision":"1"})",
       "field revision"},
      {"negative revision", receipt("s", "displayed", "a", "de", -1), "field revision"},
      {"too long", receipt(std::string(300, 's'), "displayed"), "field source"},
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
      files.write("a", receipt("s", "displayed") + "\n\nbroken\n" + receipt("s", "acknowledged"));
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
  const std::string first = files.write("first", "[]\n" + receipt("s", "displayed") + "\n");
  const std::string second =
      files.write("second", receipt("s", "displayed") + "\n" + receipt("s", "clicked") + "\n" +
                                receipt("t", "displayed", "", "") + "\n{}\n");
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
      files.write("crlf", receipt("s", "displayed") + "\r\n\r\nx\r\n" + receipt("s", "displayed", "a2") +
                              "\r\n" + receipt("s", "displayed", "a3"));
  const CapturedRun run = run_command({"tally", path});
  CHECK(run.exit_code == 1);
  CHECK(run.out.starts_with("Receipts seen: 3 "));
  CHECK(run.err == path + ":3: not counted: not a JSON object\n");
}

TEST_CASE("tally: a line of a MiB counts, a longer one does not, and the next one is read") {
  constexpr std::size_t kMost = 1 << 20;
  const auto line_of = [](std::size_t bytes, const std::string& id) {
    std::string line = receipt("s", "displayed", id);
    line.insert(1, "\"x\":\"" + std::string(bytes - line.size() - 7, 'x') + "\",");
    return line;
  };
  REQUIRE(line_of(kMost, "1").size() == kMost);
  const Files files;
  const std::string path = files.write("huge", line_of(kMost, "1") + "\n" + line_of(kMost + 1, "2") + "\n" +
                                                   receipt("s", "displayed", "3") + "\n" +
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
  const std::string sound = files.write("sound", receipt("s", "displayed") + "\n");
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
  for (const std::string& line : {at(receipt("s1", "displayed"), "2026-11-22T01:00:00Z"),
                                  at(receipt("s1", "displayed"), "2026-11-22T01:00:00Z"),
                                  at(receipt("s2", "displayed", "a1", "en"), "2026-11-22T03:00:00Z"),
                                  at(receipt("s2", "acknowledged"), "2026-11-22T03:00:00Z"),
                                  at(receipt("s4", "displayed"), "yesterday"), receipt("s3", "displayed"),
                                  at(receipt("s5", "acknowledged", "a", "de", 2), "2026-11-22T04:00:00Z")}) {
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
