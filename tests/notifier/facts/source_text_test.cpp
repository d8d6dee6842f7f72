// How a source is named.
#include "notifier/facts/live.h"

#include <doctest/doctest.h>

#include "tests/notifier/facts/sources/probed_words.h"

using namespace tocsin;
using Kind = Source::Kind;

TEST_CASE("source_text names the kind and the place") {
  CHECK(source_text(source(Kind::package, "example-av")) == "package example-av");
  CHECK(source_text(source(Kind::keyfile, "/etc/example/av-release", "VERSION")) ==
        "keyfile /etc/example/av-release VERSION");
  CHECK(source_text(source(Kind::registry, "HKLM\\SOFTWARE\\Example", "Version")) ==
        "registry HKLM\\SOFTWARE\\Example Version");
  CHECK(source_text(source(Kind::uninstall, "Example Anti-Virus")) == "uninstall Example Anti-Virus");
  CHECK(source_text(source(Kind::config, "/a.ini", "[b]c")) == "config /a.ini [b]c");
  CHECK(source_text(source(Kind::service, "s")) == "service s");
  CHECK(source_text(source(Kind::file, "/f")) == "file /f");
  CHECK(source_text(Source{}) == "unknown");
}
