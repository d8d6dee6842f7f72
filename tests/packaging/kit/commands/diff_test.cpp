// tocsin diff: changes for machines, and messages changed without a new revision.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/packaging/kit/captured_run.h"

namespace tocsin::kit {
namespace {

/// Two catalogs and two machines in a folder of their own: one with anti-virus 9.5, one with 10.1.
struct Bench {
  std::filesystem::path folder = std::filesystem::temp_directory_path() / "tocsin_diff_test";

  Bench() {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder / "facts");
    write("facts/new.json", R"({"components":{"av":"10.1"},"locales":["en"]})");
    write("facts/old.json", R"({"components":{"av":"9.5"},"locales":["en"]})");
  }
  ~Bench() { std::filesystem::remove_all(folder); }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder / name, std::ios::binary) << text;
  }

  [[nodiscard]] CapturedRun diff(const std::string& old, const std::string& fresh,
                                 std::vector<std::string> more = {}) const {
    write("old.xml", old);
    write("new.xml", fresh);
    std::vector<std::string> words = {"diff",        path("old.xml"), path("new.xml"),       "--facts",
                                      path("facts"), "--at",          "2026-11-22T00:00:00Z"};
    words.insert(words.end(), more.begin(), more.end());
    return run_command(std::move(words));
  }

  [[nodiscard]] std::string path(const std::string& name) const { return (folder / name).string(); }
};

std::string catalog(const std::string& messages) {
  return R"(<catalog xmlns="urn:tocsin:catalog:1" default-locale="en"><detect>)"
         R"(<component id="av"><keyfile path="/etc/av" key="V"/></component></detect>)" +
         messages + "</catalog>";
}

std::string message(const std::string& id, const std::string& attributes, const std::string& range,
                    const std::string& title = "A title") {
  return "<message id=\"" + id + "\" " + attributes +
         R"( category="lifecycle" severity="info" expires="2027-03-01T00:00:00Z"><when><component id="av" version=")" +
         range + R"("/></when><text locale="en"><title>)" + title +
         "</title><body><p>A body.</p></body></text></message>";
}

TEST_CASE("diff tells for each machine what appears and what disappears") {
  const Bench bench;
  const auto run =
      bench.diff(catalog(message("a", "", "[9.0,10.0)") + message("gone", "", "[10.0,)")),
                 catalog(message("a", R"(revision="2")", "[10.0,)") + message("b", "", "[9.0,9.6)")));
  CHECK(run.exit_code == 0);
  CHECK(run.out ==
        "new: newly sees a/2 (before: condition)\n"
        "new: no longer sees gone/1 (now: not in the catalog)\n"
        "old: no longer sees a/2 (now: condition)\n"
        "old: newly sees b/1 (before: not in the catalog)\n");
}

TEST_CASE("diff says so when nothing changes for anybody") {
  const Bench bench;
  const auto same = catalog(message("a", "", "[9.0,10.0)"));
  const auto run = bench.diff(same, same);
  CHECK(run.exit_code == 0);
  CHECK(run.out == "nobody sees more or less than before\n");
}

TEST_CASE("diff tells who is asked again after an acknowledgement") {
  const Bench bench;
  const auto old = catalog(message("a", "", "[9.0,10.0)"));
  const auto quiet = bench.diff(old, catalog(message("a", R"(revision="2")", "[9.0,10.0)")));
  CHECK(quiet.out == "nobody sees more or less than before\n");
  const auto loud = bench.diff(old, catalog(message("a", R"(revision="2" renotify-from="2")", "[9.0,10.0)")));
  CHECK(loud.out == "old: is asked again about a/2, even where it was acknowledged\n");
}

TEST_CASE("diff finds what was changed without a new revision, and exits with 1") {
  const Bench bench;
  const auto run = bench.diff(catalog(message("a", "", "[9.0,10.0)")),
                              catalog(message("a", "", "[9.0,11.0)", "Another title")));
  CHECK(run.exit_code == 1);
  CHECK(run.out.find("new: newly sees a/1") != std::string::npos);
  CHECK(run.out.find(": error: changed-text: a: ") != std::string::npos);
  CHECK(run.out.find(": error: changed-condition: a: ") != std::string::npos);
  // diff reports only the rules of revisions: the missing host is not reported.
  CHECK(run.out.find("no-host") == std::string::npos);
}

TEST_CASE("diff as JSON holds the same") {
  const Bench bench;
  const auto run = bench.diff(catalog(""), catalog(message("a", "", "[9.0,10.0)")), {"--json"});
  CHECK(run.exit_code == 0);
  const auto document = nlohmann::json::parse(run.out);
  CHECK(document.at("schema") == "tocsin.diff/1");
  CHECK(document.at("at") == "2026-11-22T00:00:00Z");
  REQUIRE(document.at("changes").size() == 1);
  const auto& change = document.at("changes").at(0);
  CHECK(change.at("machine") == "old");
  CHECK(change.at("change") == "appears");
  CHECK(change.at("id") == "a");
  CHECK(change.at("before") == "not-there");
  CHECK(change.at("after") == "due");
  CHECK(document.at("findings").empty());
}

TEST_CASE("diff refuses what it cannot read, and names it") {
  const Bench bench;
  const auto good = catalog(message("a", "", "[9.0,10.0)"));
  const auto bad = bench.diff(good, catalog("<nonsense/>"));
  CHECK(bad.exit_code == 4);
  CHECK(bad.err.find("new.xml") != std::string::npos);
  bench.write("facts/odd.json", R"({"component":{}})");
  const auto odd = bench.diff(good, good);
  CHECK(odd.exit_code == 4);
  CHECK(odd.err.find("odd.json") != std::string::npos);
  const auto nowhere =
      run_command({"diff", bench.path("old.xml"), bench.path("new.xml"), "--facts", bench.path("nowhere")});
  CHECK(nowhere.exit_code == 9);
  CHECK(nowhere.err.find("nowhere") != std::string::npos);
}

}  // namespace
}  // namespace tocsin::kit
