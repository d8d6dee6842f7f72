// Strict reading against `xmllint --schema`: on every sample, on mutated and on generated documents both
// accept or both refuse, but for the reasons listed in posix/differential.cpp.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <regex>

#include "packaging/kit/files/author_bytes.h"
#include "schema/core/brand.h"
#include "schema/core/locale/locale.h"
#include "schema/format/config/config.h"
#include "tests/schema/format/generated.h"
#include "tests/schema/format/mutator.h"
#include "tests/schema/format/samples.h"
#include "tests/schema/format/xml/posix/differential.h"

namespace {

using namespace tocsin;
using samples::compare_with_xmllint;
using samples::Parser;

/// Those of the grammar's type `languageTag`.
std::vector<std::regex> tag_patterns() {
  const std::string grammar = samples::file(TOCSIN_SOURCE_DIR "/schema/catalog.xsd");
  const std::size_t begin = grammar.find("name=\"languageTag\"");
  const std::string type = grammar.substr(begin, grammar.find("</xs:simpleType>", begin) - begin);
  const std::regex pattern("<xs:pattern value=\"([^\"]*)\"/>");
  std::vector<std::regex> found;
  for (auto at = std::sregex_iterator(type.begin(), type.end(), pattern); at != std::sregex_iterator();
       ++at) {
    found.emplace_back((*at)[1].str());
  }
  return found;
}

std::string config_rule(std::string bytes) {
  const auto config = parse_config(AuthorBytes::of(std::move(bytes)), brand(), ConfigMode::strict);
  return config ? std::string() : config.error().rule;
}

std::vector<std::string> contents(std::string_view folder) {
  std::vector<std::string> out;
  for (const auto& path : samples::files(folder)) out.push_back(samples::file(path));
  return out;
}

std::vector<std::string> mutated(const std::vector<std::string>& bases, unsigned count) {
  std::vector<std::string> out;
  for (unsigned i = 0; i < count; ++i) out.push_back(samples::Mutator(i).mutate(bases[i % bases.size()]));
  return out;
}

std::vector<std::string> good_bases(std::string_view folder, Parser parse) {
  std::vector<std::string> bases = contents(folder);
  std::erase_if(bases, [parse](const std::string& one) { return !parse(one).empty() || one.size() > 20000; });
  return bases;
}

}  // namespace

TEST_CASE("catalog samples: strict reading and the grammar agree") {
  compare_with_xmllint(contents("catalog"), "catalog.xsd", samples::strict_rule);
}

TEST_CASE("mutated catalogs: strict reading and the grammar agree") {
  compare_with_xmllint(mutated(good_bases("catalog", samples::strict_rule), 1500), "catalog.xsd",
                       samples::strict_rule);
}

TEST_CASE("config samples and mutations: strict reading and the grammar agree") {
  compare_with_xmllint(contents("config"), "config.xsd", config_rule);
  compare_with_xmllint(mutated(good_bases("config", config_rule), 400), "config.xsd", config_rule);
}

// The documents say more than the samples do; one in a few has something wrong in it.
TEST_CASE("generated catalogs: strict reading and the grammar agree") {
  std::vector<std::string> documents;
  for (unsigned seed = 0; seed < 700; ++seed) documents.push_back(samples::Generated(seed).catalog());
  compare_with_xmllint(documents, "catalog.xsd", samples::strict_rule);
  const auto good = std::count_if(documents.begin(), documents.end(),
                                  [](const std::string& one) { return samples::strict_rule(one).empty(); });
  CHECK(good > 150);
  CHECK(good < 550);
  for (unsigned i = 0; i < documents.size(); ++i) documents[i] = samples::Mutator(i).mutate(documents[i]);
  compare_with_xmllint(documents, "catalog.xsd", samples::strict_rule);
}

// xmllint is no judge of tags: see `language-tag` in posix/differential.cpp. So another engine reads the same
// patterns.
TEST_CASE("language tags: the grammar's patterns and ours agree") {
  const auto patterns = tag_patterns();
  REQUIRE(patterns.size() == 3);
  std::mt19937 random(1);
  const auto one_of = [&random](const auto& list) { return std::string(list[random() % std::size(list)]); };
  const std::string_view parts[] = {"de",   "zh",        "x",       "i",        "sgn", "en",  "GB", "oed",
                                    "Hant", "419",       "1996",    "9H",       "a",   "u",   "co", "BE",
                                    "FR",   "toolong12", "klingon", "valencia", "",    "ab1", "Ht", "0"};
  int good = 0;
  for (int i = 0; i < 6000; ++i) {
    std::string tag = one_of(parts);
    for (auto n = random() % 5; n > 0; --n) tag += "-" + one_of(parts);
    CAPTURE(tag);
    const bool theirs =
        std::ranges::any_of(patterns, [&](const auto& one) { return std::regex_match(tag, one); });
    CHECK(is_language_tag(tag) == theirs);
    good += theirs ? 1 : 0;
  }
  CHECK(good > 500);
}

TEST_CASE("generated configs: strict reading and the grammar agree") {
  std::vector<std::string> documents;
  for (unsigned seed = 0; seed < 300; ++seed) documents.push_back(samples::Generated(seed).config());
  compare_with_xmllint(documents, "config.xsd", config_rule);
}
