#include "tests/schema/format/xml/posix/differential.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>

namespace tocsin::samples {
namespace {

namespace fs = std::filesystem;

/// What we refuse and the grammar (or xmllint) does not: schema/README.md, "Beyond the grammar". Nothing is
/// allowed the other way round.
struct Beyond {
  std::string_view rule, reason;
};
constexpr Beyond kBeyondGrammar[] = {
    {"doctype", "a grammar speaks of elements; entities and external files are no part of the format"},
    {"processing-instruction", "as above: stylesheets"},
    {"encoding", "xmllint reads what it is told to; we take UTF-8 alone"},
    {"declaration", "xmllint takes version 1.1 with a warning"},
    {"bom", "xmllint takes every mark that it knows; we the one of UTF-8 at the start"},
    {"nul", "xmllint stops reading there"},
    {"namespace", "libxml2 reports only some breaches of Namespaces in XML 1.0"},
    {"size", "a bound of the whole document"},
    {"depth", "a bound of the nesting"},
    {"attribute-count", "a bound of one element"},
    {"attribute-bytes", "a bound on bytes as written, before references are resolved"},
    {"messages", "XML Schema would need maxOccurs, which xmllint unrolls"},
    {"conditions", "a bound on a whole tree, which no grammar counts"},
    {"body-bytes", "mixed content cannot be restricted"},
    {"body-lines", "mixed content cannot be restricted"},
    {"renotify-from", "one attribute judged by another"},
    {"lifetime", "one attribute judged by another"},
    {"audience-missing", "an attribute judged by an element"},
    {"empty-range", "versions have an order that no grammar knows"},
    {"duplicate-id", "ids that differ by case alone"},
    {"banned-character", "mixed content cannot be restricted; combining runs and isolates are counted"},
    {"reference", "combining runs and isolates are counted"},
    {"language-tag",
     "libxml2 miscounts in the grammar's patterns and takes de-9H; std::regex does not "
     "(differential_test.cpp)"},
    {"value", "config: which value a key takes"},
    {"receipt-host", "config: the brand's receipt hosts"},
    {"link-host", "config: the brand's link hosts"},
};

bool is_beyond_grammar(std::string_view rule) {
  return std::any_of(std::begin(kBeyondGrammar), std::end(kBeyondGrammar),
                     [&](const Beyond& one) { return one.rule == rule; });
}

class TempFolder {
 public:
  TempFolder() {
    std::string name = (fs::temp_directory_path() / "tocsin-format-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~TempFolder() { fs::remove_all(path_); }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

// Which of the files in `folder` xmllint takes; all of them in one call.
std::set<std::string> accepted_by_xmllint(const fs::path& folder, std::string_view schema) {
  const std::string command = "cd " + folder.string() + " && ls | xargs xmllint --nonet --noout --schema " +
                              TOCSIN_SOURCE_DIR + "/schema/" + std::string(schema) + " 2>&1";
  std::set<std::string> accepted;
  FILE* const pipe = popen(command.c_str(), "r");
  std::array<char, 8192> line;
  while (fgets(line.data(), line.size(), pipe) != nullptr) {
    const std::string_view text(line.data());
    const std::size_t end = text.rfind(" validates\n");
    if (end != text.npos) accepted.emplace(text.substr(0, end));
  }
  pclose(pipe);
  return accepted;
}

void write(const fs::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace

void compare_with_xmllint(const std::vector<std::string>& documents, std::string_view schema, Parser parse) {
  const TempFolder folder;
  for (std::size_t i = 0; i < documents.size(); ++i) write(folder.path() / std::to_string(i), documents[i]);
  const auto accepted = accepted_by_xmllint(folder.path(), schema);
  int both = 0;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const std::string rule = parse(documents[i]);
    const bool theirs = accepted.count(std::to_string(i)) != 0;
    const bool agreed = rule.empty() == theirs || (theirs && is_beyond_grammar(rule));
    both += rule.empty() && theirs ? 1 : 0;
    CAPTURE(documents[i]);
    CAPTURE(rule);
    CHECK(agreed);
  }
  CHECK(both > 0);
}

}  // namespace tocsin::samples
