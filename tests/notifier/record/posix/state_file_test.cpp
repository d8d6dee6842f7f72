// Who may read state.db.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include "notifier/record/store.h"
#include "tests/notifier/record/scratch_folder.h"

using namespace tocsin;
using namespace tocsin::tests;

namespace {

unsigned mode_of(const std::string& path) {
  struct stat found {};
  return ::stat(path.c_str(), &found) == 0 ? found.st_mode & 0777 : 0;
}

}  // namespace

TEST_CASE("a new file and its folder are the user's alone") {
  ScratchFolder scratch;
  const std::string path = scratch.file("deep/er/state.db");
  REQUIRE(Store::open(path).has_value());
  CHECK(mode_of(path) == 0600);
  CHECK(mode_of(scratch.file("deep/er")) == 0700);
  CHECK(mode_of(scratch.file("deep")) == 0700);
}
