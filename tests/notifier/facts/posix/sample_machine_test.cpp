// The kit's sample machine, laid out as files, against its facts file.
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "notifier/decide/evaluate.h"
#include "notifier/facts/file.h"
#include "notifier/facts/live.h"
#include "notifier/facts/sources/source_probe.h"
#include "packaging/kit/files/author_bytes.h"

namespace tocsin {
namespace {

std::string sample(const std::string& name) {
  std::ifstream file(std::string(TOCSIN_SOURCE_DIR) + "/packaging/samples/" + name, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("the sample machine as files and as a facts file: the same verdicts") {
  const auto catalog = parse_catalog(AuthorBytes::of(sample("catalog.xml")), ReadMode::strict);
  REQUIRE(catalog);
  const auto from_file = parse_facts_file(sample("machine-1.json"));
  REQUIRE(from_file);
  const auto probe = system_probe(std::string(TOCSIN_SOURCE_DIR) + "/packaging/samples/machine-root");
  LiveFacts live(catalog->detect, *probe, true);
  const Instant at = parse_instant("2026-11-22T00:00:00Z").value();
  const auto& locales = (*from_file)->locales();
  const auto expected = evaluate(*catalog, **from_file, at, locales, {}, {});
  const auto found = evaluate(*catalog, live, at, locales, {}, {});
  REQUIRE(found.size() == expected.size());
  CHECK(in_order(found).size() == 5);
  for (std::size_t i = 0; i < found.size(); ++i) {
    CAPTURE(found[i].message->id);
    CHECK(reason_name(found[i].reason) == reason_name(expected[i].reason));
  }
  const auto copy = parse_facts_file(write_facts_file(catalog->detect, live, locales));
  REQUIRE(copy);
  const auto again = evaluate(*catalog, **copy, at, locales, {}, {});
  CHECK(in_order(again) == in_order(expected));
}

}  // namespace tocsin
