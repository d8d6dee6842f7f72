// tocsin tally: what is counted once, what is not counted, and how it is said.
#include "packaging/kit/tally.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>

#include "tests/packaging/kit/captured_run.h"

using namespace tocsin;

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
  CHECK(tally.receipts() == 6);
  CHECK(tally.duplicates() == 1);
  CHECK(tally.tests() == 1);
  REQUIRE(tally.notices().size() == 2);
  const NoticeTally& first = tally.notices().at({"av95", 1});
  CHECK(first.installations.size() == 2);
  CHECK(first.readers() == 3);
  CHECK(first.displayed.size() == 2);
  CHECK(first.acknowledged.size() == 2);
  CHECK(first.by_locale.at("de").size() == 2);
  CHECK(first.by_locale.at("en").size() == 1);
  CHECK(tally.notices().at({"av95", 2}).readers() == 1);
  const auto json = nlohmann::json::parse(tally_json(tally));
  CHECK(json["schema"] == "tocsin.tally/1");
  CHECK(json["attested"] == false);
  CHECK(json["notices"][0]["locales"]["de"] == 2);
  CHECK(tally_text(tally).find("av95/1: 2 installations, 3 readers, displayed to 2, acknowledged by 2\n") !=
        std::string::npos);
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
    CHECK(tally.receipts() == 0);
    CHECK(tally.notices().empty());
  }
}

TEST_CASE("tally of files") {
  const auto path =
      std::filesystem::temp_directory_path() / ("tocsin-tally-" + std::to_string(std::random_device()()));
  std::ofstream(path, std::ios::binary) << receipt("s", "1", "displayed") << "\n\nbroken\n"
                                        << receipt("s", "2", "acknowledged");
  const CapturedRun run = run_command({"tally", path.string(), path.string()});
  CHECK(run.exit_code == 1);
  CHECK(run.out.starts_with("Receipts seen: 2 (2 more were duplicates, 0 were tests)"));
  CHECK(run.err.find(":3: not counted: not a JSON object\n") != std::string::npos);
  CHECK(run_command({"tally", path.string(), "--json"}).out.find("\"acknowledged\": 1") != std::string::npos);
  CHECK(run_command({"tally", path.string() + ".none"}).exit_code == 3);
  CHECK(run_command({"tally"}).exit_code == 2);
  std::filesystem::remove(path);
}
