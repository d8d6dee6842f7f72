// tocsin explain with the shipped samples.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/packaging/kit/captured_run.h"

namespace tocsin::kit {
namespace {

const std::string kSamples = std::string(TOCSIN_SOURCE_DIR) + "/packaging/samples/";
const std::string kAt = "2026-11-22T00:00:00Z";

CapturedRun explain_with(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "explain");
  return run_command(std::move(arguments));
}

std::string machine(int number) {
  return kSamples + "machine-" + std::to_string(number) + ".json";
}

/// Reasons by id.
std::map<std::string, std::string> reasons_of(int number) {
  const auto outcome =
      explain_with({kSamples + "catalog.xml", "--facts", machine(number), "--at", kAt, "--json"});
  CHECK(outcome.exit_code == 0);
  std::map<std::string, std::string> reasons;
  const auto document = nlohmann::json::parse(outcome.out);
  for (const auto& message : document.at("messages")) {
    reasons[message.at("id")] = message.at("reason");
  }
  return reasons;
}

std::string written(const std::string& name, const std::string& text) {
  const auto path = std::filesystem::temp_directory_path() / ("tocsin-explain-test-" + name);
  std::ofstream(path, std::ios::binary) << text;
  return path.string();
}

}  // namespace

TEST_CASE("the samples: which machine sees what") {
  const struct {
    std::string_view name;
    int machine;
    std::vector<std::string> due;
  } rows[] = {
      {"debian",
       1,
       {"av95-retirement", "console-security-update", "database-without-backup", "german-support-hours",
        "new-update-addresses"}},
      {"windows", 2, {"av95-retirement", "new-update-addresses", "sensor-driver", "windows-2012-support"}},
      {"gateway",
       3,
       {"av95-announcement", "cloud-gateway-certificate", "debian-11-support", "licence-metering",
        "new-update-addresses"}},
      {"mail", 4, {"mail-gateway-tls", "new-update-addresses", "sensor-driver", "server-unprotected"}},
      {"remote console", 5, {}},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    std::vector<std::string> due;
    for (const auto& [id, reason] : reasons_of(row.machine)) {
      if (reason == "due") due.push_back(id);
    }
    CHECK(due == row.due);
  }
}

TEST_CASE("the samples: some of the reasons") {
  CHECK(reasons_of(1).at("av95-announcement") == "superseded");
  CHECK(reasons_of(1).at("update-manager-1") == "condition");
  CHECK(reasons_of(3).at("av95-retirement") == "condition");
  for (const auto& [id, reason] : reasons_of(5)) {
    CAPTURE(id);
    CHECK(reason == "not-here");
  }
}

TEST_CASE("options") {
  const std::string catalog = kSamples + "catalog.xml";
  const auto one =
      explain_with({catalog, "--facts", machine(1), "--at", kAt, "--id", "av95-retirement", "--json"});
  const auto json = nlohmann::json::parse(one.out);
  CHECK(json.at("at") == kAt);
  CHECK(json.at("locales") == nlohmann::json({"de-CH", "en"}));
  CHECK(json.at("messages").size() == 1);
  CHECK(json.at("messages")[0].at("language") == "de");
  const auto arabic = explain_with({catalog, "--facts", machine(1), "--at", kAt, "--id", "av95-retirement",
                                    "--locale", "ar-eg, ja", "--json"});
  CHECK(nlohmann::json::parse(arabic.out).at("locales") == nlohmann::json({"ar-EG", "ja"}));
  CHECK(nlohmann::json::parse(arabic.out).at("messages")[0].at("language") == "ar");
  const auto later = explain_with({catalog, "--facts", machine(1), "--at", "2028-10-01T00:00:00Z"});
  CHECK(later.out.find("av95-retirement revision 2: not due, expired") != std::string::npos);
  const auto held = explain_with({catalog, "--facts", machine(1), "--at", kAt, "--config",
                                  written("2.config",
                                          "<configuration><appSettings><add key=\"MaxNoticesPerLogon\" "
                                          "value=\"2\"/></appSettings></configuration>")});
  CHECK(held.out.find("held-back") != std::string::npos);
}

TEST_CASE("a folder of machines: a row a machine and message") {
  const auto text = explain_with({kSamples + "catalog.xml", "--facts", kSamples, "--at", kAt});
  CHECK(text.exit_code == 0);
  CHECK(text.out.find("machine-5\tav95-retirement\t2\tnot-here\tde\n") != std::string::npos);
  const auto json = explain_with(
      {kSamples + "catalog.xml", "--facts", kSamples, "--at", kAt, "--json", "--id", "new-update-addresses"});
  const auto rows = nlohmann::json::parse(json.out);
  CHECK(rows.size() == 5);
  CHECK(rows[1].at("machine") == "machine-2");
  CHECK(rows[1].at("language") == "ja");
}

TEST_CASE("a folder of machines: the JSON is that of the whole list") {
  for (const std::vector<std::string>& more : {std::vector<std::string>{}, {"--id", "av95-retirement"}}) {
    std::vector<std::string> arguments = {
        kSamples + "catalog.xml", "--facts", kSamples, "--at", kAt, "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const auto outcome = explain_with(arguments);
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.out == nlohmann::ordered_json::parse(outcome.out).dump(2) + "\n");
  }
}

TEST_CASE("a folder of machines and a catalog without messages: a heading, or an empty list") {
  const std::string catalog =
      written("no-messages.xml", "<catalog xmlns=\"urn:tocsin:catalog:1\" default-locale=\"en\"/>");
  CHECK(explain_with({catalog, "--facts", kSamples, "--at", kAt}).out ==
        "machine\tmessage\trevision\treason\tlanguage\n");
  CHECK(explain_with({catalog, "--facts", kSamples, "--at", kAt, "--json"}).out == "[]\n");
}

TEST_CASE("a folder of machines of which the last is wrong: nothing is printed") {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / "tocsin-explain-test-last-is-wrong";
  fs::create_directories(folder);
  for (int i = 1; i <= 3; ++i) {
    fs::copy_file(machine(i), folder / (std::to_string(i) + ".json"), fs::copy_options::overwrite_existing);
  }
  std::ofstream(folder / "4.json", std::ios::binary) << R"({"component":{}})";
  for (const char* format : {"", "--json"}) {
    CAPTURE(format);
    std::vector<std::string> arguments = {kSamples + "catalog.xml", "--facts", folder.string(), "--at", kAt};
    if (*format != '\0') arguments.emplace_back(format);
    const auto outcome = explain_with(arguments);
    CHECK(outcome.exit_code == 4);
    CHECK(outcome.out.empty());
    CHECK(outcome.err.find("4.json") != std::string::npos);
  }
  fs::remove_all(folder);
}

TEST_CASE("what is refused, and by which exit code") {
  const std::string catalog = kSamples + "catalog.xml";
  const std::string empty = (std::filesystem::temp_directory_path() / "tocsin-explain-test-empty").string();
  std::filesystem::create_directories(empty);
  const struct {
    std::string_view name;
    std::vector<std::string> arguments;
    int exit_code;
  } rows[] = {
      {"no such catalog", {"/nonexistent.xml", "--facts", machine(1)}, 3},
      {"no such facts", {catalog, "--facts", "/nonexistent.json"}, 3},
      {"no such id", {catalog, "--facts", machine(1), "--id", "nothing"}, 3},
      {"a folder without machines", {catalog, "--facts", empty}, 3},
      {"a catalog that is none", {machine(1), "--facts", machine(1)}, 4},
      {"facts that are none", {catalog, "--facts", catalog}, 4},
      {"a misspelt fact", {catalog, "--facts", written("misspelt.json", R"({"component":{}})")}, 4},
      {"not a time", {catalog, "--facts", machine(1), "--at", "tomorrow"}, 2},
      {"a time without zone", {catalog, "--facts", machine(1), "--at", "2026-11-22T00:00:00"}, 2},
      {"not a language", {catalog, "--facts", machine(1), "--locale", "de_DE"}, 2},
      {"a config that is none", {catalog, "--facts", machine(1), "--config", machine(1)}, 4},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto outcome = explain_with(row.arguments);
    CHECK(outcome.exit_code == row.exit_code);
    CHECK(outcome.out.empty());
    CHECK(outcome.err.starts_with("tocsin: "));
  }
}

}  // namespace tocsin::kit
