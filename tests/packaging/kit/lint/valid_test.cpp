// Nothing correct is accused: every valid catalog of the tests, and catalogs drawn at random.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "packaging/kit/files/author_bytes.h"
#include "packaging/kit/lint/lint.h"
#include "tests/schema/format/generated.h"

using namespace tocsin;
namespace fs = std::filesystem;

namespace {

constexpr Instant kNow{1795305600};  // 2026-11-22T00:00:00Z

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

Result<Catalog> strictly(const std::string& bytes) {
  return parse_catalog(AuthorBytes::of(bytes), ReadMode::strict);
}

std::string lines_of(const LintReport& report) {
  std::string out;
  for (const LintFinding& finding : report.findings) out += finding_line(finding, "") + "\n";
  return out;
}

/// Every catalog of the tests and samples that the strict reader accepts.
std::vector<fs::path> valid_catalogs() {
  std::vector<fs::path> valid;
  for (const char* folder : {"tests/data/catalog", "tests/data/lint", "packaging/samples"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(TOCSIN_SOURCE_DIR) / folder)) {
      if (entry.path().extension() == ".xml" && strictly(bytes_of(entry.path())))
        valid.push_back(entry.path());
    }
  }
  return valid;
}

}  // namespace

TEST_CASE("a catalog that the strict reader accepts has no fault of the grammar") {
  const auto valid = valid_catalogs();
  CHECK(valid.size() > 60);
  for (const fs::path& path : valid) {
    const std::string name = path.filename().string();
    CAPTURE(name);
    const LintReport report = lint(bytes_of(path), {kNow, nullptr, nullptr});
    CAPTURE(lines_of(report));
    CHECK(report.in_grammar);
  }
}

// The catalogs of tests/data/catalog are about the grammar: what lint says of them beyond it is listed here.
TEST_CASE("of the reader's good samples lint says what is so, and nothing else") {
  for (const auto& entry : fs::directory_iterator(fs::path(TOCSIN_SOURCE_DIR) / "tests/data/catalog")) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with("good-")) continue;
    CAPTURE(name);
    const std::string bytes = bytes_of(entry.path());
    const LintReport report = lint(bytes, {kNow, nullptr, nullptr});
    for (const LintFinding& finding : report.findings) {
      CAPTURE(finding_line(finding, ""));
      if (finding.rule.starts_with("undeclared-")) {
        const auto catalog = strictly(bytes);
        const std::size_t quote = finding.sentence.find('\'') + 1;
        const std::string id = finding.sentence.substr(quote, finding.sentence.find('\'', quote) - quote);
        const bool is_console = finding.rule == "undeclared-console";
        CHECK((is_console ? catalog->detect.console(id) : catalog->detect.component(id)) == nullptr);
        continue;
      }
      const bool is_known = finding.rule == "never-true" && name == "good-conditions.xml";
      CHECK((is_known || finding.level != FindingLevel::error));
    }
  }
}

TEST_CASE("sound catalogs drawn at random have no finding") {
  for (unsigned seed = 0; seed < 400; ++seed) {
    CAPTURE(seed);
    const std::string catalog = samples::Generated(seed).sound_catalog();
    const LintReport report = lint(catalog, {kNow, nullptr, nullptr});
    CAPTURE(catalog);
    CHECK(lines_of(report) == "");
  }
}
