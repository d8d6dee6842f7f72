// Facts from declared sources: order, who wins, and what is unknown.
#include "notifier/facts/live.h"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

using namespace tocsin;

namespace {

using Kind = Source::Kind;
using Outcome = Probed::Outcome;

/// Answers by the source's name: "found", "found-1.2", "absent", "failed", "elsewhere"; remembers who was
/// asked.
class FakeProbe : public SourceProbe {
 public:
  Probed look(const Source& source) override {
    asked.emplace_back(source.name);
    const std::string_view name = source.name.substr(0, source.name.find('/'));
    if (name == "absent") return {Outcome::absent, {}};
    if (name == "failed") return {Outcome::failed, {}};
    if (name == "elsewhere") return {Outcome::not_applicable, {}};
    return {Outcome::found, std::string(name.substr(name.find('-') == name.npos ? name.size() : 6))};
  }
  OsFact os() override {
    ++os_asked;
    return {"linux", "debian", "12", "x86_64"};
  }
  std::vector<std::string> asked;
  int os_asked = 0;
};

std::vector<Source> sources_of(const std::vector<std::string_view>& names) {
  std::vector<Source> sources;
  for (const std::string_view name : names) sources.push_back({Kind::package, name, {}, Scheme::deb, 0});
  return sources;
}

/// "true 1.2 package found-1.2", "false", "unknown".
std::string word(const Finding& finding) {
  std::string text(truth_name(finding.present));
  for (const std::string& part : {finding.version, finding.source}) {
    if (!part.empty()) text += " " + part;
  }
  return text;
}

}  // namespace

TEST_CASE("find_first: which source counts") {
  struct Row {
    std::string_view name;
    std::vector<std::string_view> sources;
    std::string_view presence, version;
  };
  const Row rows[] = {
      {"one, with a version", {"found-1.2"}, "true 1.2 package found-1.2", "true 1.2 package found-1.2"},
      {"one, without", {"found"}, "true package found", "true package found"},
      {"the first of two", {"found-1", "found-2"}, "true 1 package found-1", "true 1 package found-1"},
      {"the first with a version", {"found", "found-2"}, "true package found", "true 2 package found-2"},
      {"two without", {"found/a", "found/b"}, "true package found/a", "true package found/a"},
      {"absent first", {"absent", "found-2"}, "true 2 package found-2", "true 2 package found-2"},
      {"failed first", {"failed", "found-2"}, "true 2 package found-2", "true 2 package found-2"},
      {"found without a version, then failed",
       {"found", "failed"},
       "true package found",
       "true package found"},
      {"other system's first", {"elsewhere", "found-2"}, "true 2 package found-2", "true 2 package found-2"},
      {"all absent", {"absent/a", "absent/b"}, "false", "false"},
      {"absent and another system's", {"absent", "elsewhere"}, "false", "false"},
      {"another system's only", {"elsewhere"}, "unknown", "unknown"},
      {"none declared", {}, "unknown", "unknown"},
      {"failed", {"failed"}, "unknown", "unknown"},
      {"failed and absent", {"failed", "absent"}, "unknown", "unknown"},
      {"absent and failed", {"absent", "failed"}, "unknown", "unknown"},
      {"failed and another system's", {"failed", "elsewhere"}, "unknown", "unknown"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    FakeProbe probe;
    const auto sources = sources_of(row.sources);
    CHECK(word(find_first(sources, probe, Need::presence)) == row.presence);
    CHECK(word(find_first(sources, probe, Need::version)) == row.version);
  }
}

TEST_CASE("find_first: asks in order and no further than needed") {
  FakeProbe probe;
  const auto sources = sources_of({"absent", "found", "found-2", "failed"});
  CHECK(word(find_first(sources, probe, Need::presence)) == "true package found");
  CHECK(probe.asked == std::vector<std::string>{"absent", "found"});
  probe.asked.clear();
  CHECK(word(find_first(sources, probe, Need::version)) == "true 2 package found-2");
  CHECK(probe.asked == std::vector<std::string>{"absent", "found", "found-2"});
}

TEST_CASE("find_first: the scheme is the answering source's") {
  FakeProbe probe;
  const Source sources[] = {{Kind::file, "absent", {}, Scheme::dotted, 0},
                            {Kind::package, "found-1:2", {}, Scheme::deb, 0},
                            {Kind::keyfile, "found-3", "V", Scheme::semver, 0}};
  CHECK(find_first(sources, probe, Need::version).scheme == Scheme::deb);
}

TEST_CASE("LiveFacts: nothing is asked before it is needed, and each place once") {
  FakeProbe probe;
  Detect detect;
  detect.has_host = true;
  detect.host = sources_of({"absent", "found"});
  detect.consoles = {{"console", sources_of({"found", "found-2"}), 0}};
  detect.components = {{"av", sources_of({"failed"}), 0}, {"next", sources_of({"absent"}), 0}};
  LiveFacts facts(detect, probe, true);
  CHECK(probe.asked.empty());
  for (int turn = 0; turn < 2; ++turn) {
    CHECK(facts.host() == Truth::yes);
    CHECK(word(facts.console("console", Need::presence)) == "true package found");
    CHECK(word(facts.console("console", Need::version)) == "true 2 package found-2");
    CHECK(word(facts.component("av", Need::presence)) == "unknown");
    CHECK(word(facts.component("next", Need::version)) == "false");
  }
  CHECK(probe.asked == std::vector<std::string>{"absent", "found", "found-2", "failed"});
  CHECK(probe.os_asked == 0);
  CHECK(facts.os().id == "debian");
  CHECK(facts.os().id == "debian");
  CHECK(probe.os_asked == 1);
}

TEST_CASE("LiveFacts: places differ by kind, name and value") {
  FakeProbe probe;
  Detect detect;
  detect.components = {{"a", {{Kind::keyfile, "found-1", "A", Scheme::dotted, 0}}, 0},
                       {"b", {{Kind::keyfile, "found-1", "B", Scheme::dotted, 0}}, 0},
                       {"c", {{Kind::config, "found-1", "A", Scheme::dotted, 0}}, 0},
                       {"d", {{Kind::keyfile, "found-1", "A", Scheme::semver, 0}}, 0}};
  LiveFacts facts(detect, probe, false);
  for (const std::string_view id : {"a", "b", "c"})
    CHECK(facts.component(id, Need::version).scheme == Scheme::dotted);
  CHECK(facts.component("d", Need::version).scheme == Scheme::semver);
  CHECK(probe.asked.size() == 3);
}

TEST_CASE("LiveFacts: an undeclared id is unknown, and a console is no component") {
  FakeProbe probe;
  Detect detect;
  detect.consoles = {{"console", sources_of({"found-1"}), 0}};
  detect.components = {{"av", sources_of({"found-1"}), 0}};
  LiveFacts facts(detect, probe, false);
  CHECK(facts.console("av", Need::presence).present == Truth::unknown);
  CHECK(facts.component("console", Need::presence).present == Truth::unknown);
  CHECK(facts.component("", Need::presence).present == Truth::unknown);
  CHECK(probe.asked.empty());
}

TEST_CASE("LiveFacts: host and member") {
  struct Row {
    std::string_view name;
    bool has_host;
    std::vector<std::string_view> sources;
    Truth wanted;
  };
  const Row rows[] = {{"no host declared", false, {}, Truth::yes},
                      {"found", true, {"absent", "found"}, Truth::yes},
                      {"absent", true, {"absent"}, Truth::no},
                      {"declared without a source", true, {}, Truth::unknown},
                      {"another system's only", true, {"elsewhere"}, Truth::unknown},
                      {"failed", true, {"absent", "failed"}, Truth::unknown}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    FakeProbe probe;
    Detect detect;
    detect.has_host = row.has_host;
    detect.host = sources_of(row.sources);
    CHECK(LiveFacts(detect, probe, true).host() == row.wanted);
    CHECK(LiveFacts(detect, probe, true).member());
    CHECK_FALSE(LiveFacts(detect, probe, false).member());
  }
}
