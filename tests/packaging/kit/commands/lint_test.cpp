// tocsin lint on files.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "schema/core/instant.h"
#include "schema/platform/clock.h"
#include "tests/packaging/kit/captured_run.h"

using namespace tocsin;

namespace {

class TemporaryFolder {
 public:
  TemporaryFolder()
      : path_(std::filesystem::temp_directory_path() /
              ("tocsin-lint-" + std::to_string(std::random_device()()))) {
    std::filesystem::create_directory(path_);
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }
  std::string write(const std::string& name, std::string_view content) const {
    std::ofstream(file(name), std::ios::binary) << content;
    return file(name);
  }

 private:
  std::filesystem::path path_;
};

std::string catalog_of(std::string_view message) {
  return "<catalog xmlns=\"urn:tocsin:catalog:1\" default-locale=\"en\">\n<detect><host><service "
         "name=\"S\"/></host></detect>\n" +
         std::string(message) + "</catalog>";
}

// The commands look at the clock: it lives for a month yet.
const std::string kGood = "<message id=\"m\" category=\"lifecycle\" severity=\"info\" expires=\"" +
                          format_instant(system_now() + std::chrono::days(30)) +
                          "\" audience=\"all\">"
                          "<text locale=\"en\"><title>T</title><body><p>B</p></body><link "
                          "href=\"https://support.example.com/\">L</link></text></message>";
constexpr std::string_view kOver =
    "<message id=\"m\" category=\"lifecycle\" severity=\"info\" expires=\"2020-01-01T00:00:00Z\" "
    "audience=\"all\">"
    "<text locale=\"en\"><title>T</title><body><p>B</p></body></text></message>";
constexpr std::string_view kUndeclared =
    "<message id=\"m\" category=\"lifecycle\" severity=\"info\" expires=\"2099-01-01T00:00:00Z\">"
    "<when><component id=\"x\"/></when><text "
    "locale=\"en\"><title>U</title><body><p>B</p></body></text></message>";

std::string config_of(std::string_view hosts) {
  return "<configuration><appSettings><add key=\"LinkHosts\" value=\"" + std::string(hosts) +
         "\"/></appSettings></configuration>";
}

}  // namespace

TEST_CASE("lint of files") {
  const TemporaryFolder folder;
  const std::string good = folder.write("good.xml", catalog_of(kGood));
  const std::string over = folder.write("over.xml", catalog_of(kOver));
  const std::string undeclared = folder.write("undeclared.xml", catalog_of(kUndeclared));
  const std::string broken = folder.write("broken.xml", "<catalog>");
  const std::string large = folder.write("large.xml", std::string((8u << 20) + 1, ' '));
  const std::string hosts = folder.write("hosts.config", config_of("support.example.com"));
  const std::string others = folder.write("others.config", config_of(".docs.example.com"));
  const struct {
    std::string_view name;
    std::vector<std::string> arguments;
    std::string_view part;  // of what is printed; empty: nothing is
    int exit_code;
  } rows[] = {
      {"good", {good}, "", 0},
      {"good, strictly", {good, "--strict"}, "", 0},
      {"good as JSON", {good, "--json"}, "\"findings\": []", 0},
      {"good with its hosts", {good, "--config", hosts}, "", 0},
      {"good against itself", {good, "--base", good}, "", 0},
      {"a warning", {over}, "over.xml:3: warning: already-expired: m: ", 0},
      {"a warning, strictly", {"--strict", over}, "already-expired", 1},
      {"an error", {undeclared}, "undeclared.xml:3: error: undeclared-component: m: ", 1},
      {"an error as JSON", {undeclared, "--json"}, "\"rule\": \"undeclared-component\"", 1},
      {"other hosts", {good, "--config", others}, "link-host", 1},
      {"another text under the same revision", {undeclared, "--base", good}, "changed-text", 1},
      {"broken", {broken}, "error: ", 4},
      {"broken as JSON", {broken, "--json"}, "\"grammar\": false", 4},
      {"too large", {large}, "too-large", 4},
      {"no such file", {folder.file("none.xml")}, "", 3},
      {"a folder", {folder.file("")}, "", 3},
      {"no such base", {good, "--base", folder.file("none.xml")}, "", 3},
      {"no such config", {good, "--config", folder.file("none.config")}, "", 3},
      {"broken base", {good, "--base", broken}, "", 4},
      {"broken config", {good, "--config", broken}, "", 4},
      {"no catalog", {}, "", 2},
      {"two catalogs", {good, over}, "", 2},
      {"no such option", {good, "--quick"}, "", 2},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    std::vector<std::string> arguments{"lint"};
    arguments.insert(arguments.end(), row.arguments.begin(), row.arguments.end());
    const CapturedRun run = run_command(arguments);
    CAPTURE(run.err);
    CHECK(run.exit_code == row.exit_code);
    CHECK(run.out.find(row.part) != std::string::npos);
    CHECK(run.out.empty() == row.part.empty());
    CHECK(run.err.empty() == (row.exit_code < 2 || !row.part.empty()));
  }
}
