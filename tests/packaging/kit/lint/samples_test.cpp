// Every file of tests/data/lint has one planted fault, named in its second line. Lint finds only that fault.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>

#include "packaging/kit/files/author_bytes.h"
#include "packaging/kit/lint/lint.h"
#include "schema/core/brand.h"
#include "schema/format/config/config.h"

using namespace tocsin;
using namespace tocsin::kit;
namespace fs = std::filesystem;

namespace {

constexpr Instant kNow = instant_at(1795305600);  // 2026-11-22T00:00:00Z
const fs::path kFolder = fs::path(TOCSIN_SOURCE_DIR) / "tests/data/lint";

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

struct Sample {
  std::string expected;  // "error never-true 12"
  std::string rule;
  bool needs_config = false, needs_base = false;
};

/// "<!-- one fault: LEVEL RULE LINE [config] [base] -->" in the second line.
Sample sample_of(const std::string& bytes) {
  constexpr std::string_view kMark = "<!-- one fault: ";
  const std::size_t at = bytes.find(kMark);
  std::istringstream words(at == std::string::npos ? "" : bytes.substr(at + kMark.size()));
  Sample sample;
  std::string level, line, more;
  words >> level >> sample.rule >> line;
  sample.expected = level + " " + sample.rule + " " + line;
  while (words >> more && more != "-->") {
    sample.needs_config |= more == "config";
    sample.needs_base |= more == "base";
  }
  return sample;
}

std::string found(const LintReport& report) {
  std::string out;
  for (const LintFinding& finding : report.findings) {
    if (!out.empty()) out += "; ";
    out += finding.level == FindingLevel::error ? "error " : "warning ";
    out += finding.rule + " " + std::to_string(finding.line);
  }
  return out;
}

Config sample_config() {
  const auto bytes = bytes_of(fs::path(TOCSIN_SOURCE_DIR) / "packaging/samples/messenger.config");
  auto config = parse_config(AuthorBytes::of(bytes), brand(), ConfigMode::strict);
  REQUIRE(config.has_value());
  return *std::move(config);
}

std::vector<fs::path> planted() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".xml") && !name.ends_with(".base.xml")) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

TEST_CASE("each planted fault is found, and nothing else") {
  const Config config = sample_config();
  for (const fs::path& path : planted()) {
    const std::string name = path.filename().string();
    CAPTURE(name);
    const std::string bytes = bytes_of(path);
    const Sample sample = sample_of(bytes);
    std::optional<Catalog> base;
    if (sample.needs_base) {
      auto parsed = parse_catalog(AuthorBytes::of(bytes_of(fs::path(path).replace_extension(".base.xml"))),
                                  ReadMode::strict);
      REQUIRE(parsed.has_value());
      base.emplace(*std::move(parsed));
    }
    const LintReport report =
        lint(bytes, {kNow, sample.needs_config ? &config : nullptr, base ? &*base : nullptr});
    CHECK(found(report) == sample.expected);
    CHECK(name.starts_with(sample.rule + "-"));
    for (const LintFinding& finding : report.findings) CHECK(finding.sentence.size() > 20);
  }
}

TEST_CASE("every rule has its faults planted") {
  std::map<std::string, int> count;
  for (const fs::path& path : planted()) ++count[sample_of(bytes_of(path)).rule];
  int files = 0;
  for (const auto& [rule, number] : count) files += number;
  CHECK(files >= 100);
  for (const LintRule& rule : lint_rules()) {
    const std::string id(rule.id);
    CAPTURE(id);
    CHECK(count[id] >= (rule.of_grammar ? 1 : 2));
    CHECK(rule.meaning.size() > 10);
  }
}

TEST_CASE("clean catalogs have no finding") {
  const Config config = sample_config();
  std::vector<fs::path> clean = {fs::path(TOCSIN_SOURCE_DIR) / "packaging/samples/catalog.xml"};
  for (const auto& entry : fs::directory_iterator(kFolder / "clean")) clean.push_back(entry.path());
  REQUIRE(clean.size() > 4);
  for (const fs::path& path : clean) {
    const std::string name = path.filename().string();
    CAPTURE(name);
    CHECK(found(lint(bytes_of(path), {kNow, &config, nullptr})) == "");
  }
}
