// The vocabulary has the names that schema/catalog.xsd declares, each once.
#include "schema/format/catalog/vocabulary.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <set>
#include <span>
#include <string>

#include "tests/schema/format/samples.h"

using namespace tocsin;

namespace {

std::string grammar() {
  return samples::file(std::filesystem::path(TOCSIN_SOURCE_DIR) / "schema/catalog.xsd");
}

/// The declaration of a group of elements.
std::string group(const std::string& name) {
  const std::string text = grammar();
  const std::size_t begin = text.find("<xs:group name=\"" + name + "\">");
  REQUIRE(begin != std::string::npos);
  return text.substr(begin, text.find("</xs:group>", begin) - begin);
}

/// The names that this text declares with this tag.
std::set<std::string> declared(const std::string& text, const std::string& tag) {
  const std::string mark = "<xs:" + tag + " name=\"";
  std::set<std::string> names;
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
    const std::size_t begin = at + mark.size();
    names.insert(text.substr(begin, text.find('"', begin) - begin));
  }
  return names;
}

std::string joined(const std::set<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += name + " ";
  return out;
}

std::set<std::string> listed(std::span<const std::string_view> names) {
  const std::set<std::string> once(names.begin(), names.end());
  CHECK(once.size() == names.size());
  return once;
}

}  // namespace

TEST_CASE("the vocabulary is that of the grammar") {
  CHECK(joined(listed(vocabulary::kSources)) == joined(declared(group("source"), "element")));
  CHECK(joined(listed(vocabulary::kConditions)) == joined(declared(group("condition"), "element")));
  CHECK(joined(listed(vocabulary::kAttributes)) == joined(declared(grammar(), "attribute")));

  auto elements = listed(vocabulary::kStructure);
  elements.merge(listed(vocabulary::kSources));
  elements.merge(listed(vocabulary::kConditions));
  CHECK(joined(elements) == joined(declared(grammar(), "element")));
}
