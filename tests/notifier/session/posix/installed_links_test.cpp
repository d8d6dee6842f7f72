// A link in the place of a file of the set.
#include <doctest/doctest.h>

#include "tests/notifier/session/machine.h"

namespace tocsin::test {
namespace {

TEST_CASE("a link is not followed") {
  Machine machine;
  machine.install(7);
  const fs::path catalog = fs::path(machine.live) / "messenger.xml";
  const fs::path elsewhere = fs::path(machine.folder.path()) / "elsewhere.xml";
  fs::rename(catalog, elsewhere);
  fs::create_symlink(elsewhere, catalog);
  CHECK(machine.verdict(machine.live) == "FILE_SET");
}

}  // namespace
}  // namespace tocsin::test
