// A whole catalog on machines where its sources find what they do not understand: `not` speaks of none of it.
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "notifier/decide/evaluate.h"
#include "notifier/facts/live.h"
#include "notifier/facts/sources/source_probe.h"
#include "packaging/kit/files/author_bytes.h"
#include "tests/schema/platform/scratch.h"

namespace tocsin {
namespace {

const std::string kHost = "Package: example-management\nStatus: install ok installed\nVersion: 5.2\n\n";

std::string backup(const std::string& status) {
  return kHost + "Package: example-backup\nStatus: " + status + "\nVersion: 1\n\n";
}

/// "kf-absent=due pk-absent=unknown"
std::string reasons(const std::string& dpkg_status, const std::string& release) {
  const auto catalog =
      parse_catalog(AuthorBytes::of(content_of(std::string(TOCSIN_SOURCE_DIR) +
                                               "/tests/data/catalog/good-not-of-unreadable-value.xml")),
                    ReadMode::strict);
  REQUIRE(catalog.has_value());
  const Scratch root;
  if (!dpkg_status.empty()) root.write("var/lib/dpkg/status", dpkg_status);
  if (!release.empty()) root.write("etc/example/av-release", release);
  const auto probe = system_probe(root.path());
  LiveFacts facts(catalog->detect, *probe, true);
  const Instant at = parse_instant("2026-12-01T00:00:00Z").value();
  std::string out;
  for (const Verdict& verdict : evaluate(*catalog, facts, at, {}, {}, {})) {
    out += out.empty() ? "" : " ";
    out.append(verdict.message->id).append("=").append(reason_name(verdict.reason));
  }
  return out;
}

}  // namespace

TEST_CASE("not: due where a source could look, unknown where it could not") {
  const struct {
    std::string_view name;
    std::string status, release;
    std::string_view wanted;
  } rows[] = {
      {"neither is there", kHost, "", "kf-absent=due pk-absent=due"},
      {"both are there", backup("install ok installed"), "VERSION=9.5.1\n",
       "kf-absent=condition pk-absent=condition"},
      {"a value with more behind it", kHost, "VERSION=9.5.1 (build 77)\n", "kf-absent=unknown pk-absent=due"},
      {"a comment behind it", kHost, "VERSION=\"9.5.1\" # x\n", "kf-absent=unknown pk-absent=due"},
      {"blanks around the sign", kHost, "VERSION = 9.5.1\n", "kf-absent=unknown pk-absent=due"},
      {"a byte order mark", kHost, "\xEF\xBB\xBFVERSION=9.5.1\n", "kf-absent=condition pk-absent=due"},
      {"half-configured", backup("install ok half-configured"), "", "kf-absent=due pk-absent=unknown"},
      {"unpacked", backup("install ok unpacked"), "", "kf-absent=due pk-absent=unknown"},
      {"triggers awaited", backup("install ok triggers-awaited"), "", "kf-absent=due pk-absent=condition"},
      {"to be removed, still installed", backup("deinstall ok installed"), "",
       "kf-absent=due pk-absent=condition"},
      {"removed, configuration left", backup("deinstall ok config-files"), "", "kf-absent=due pk-absent=due"},
      {"no package database", "", "", "kf-absent=unknown pk-absent=unknown"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(reasons(row.status, row.release) == row.wanted);
  }
}

}  // namespace tocsin
