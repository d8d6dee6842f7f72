// One holder at a time, for as long as it lives.
#include "schema/platform/files.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "schema/platform/win/handle.h"
#include "tests/schema/platform/scratch.h"

using namespace tocsin;

TEST_CASE("FileLock: a second taker is turned away until the first lets go") {
  const Scratch scratch;
  {
    auto first = FileLock::try_take(scratch / "lock");
    REQUIRE(first.has_value());
    const auto second = FileLock::try_take(scratch / "lock");
    REQUIRE_FALSE(second.has_value());
    CHECK(second.error().code == Code::conflict);
    const FileLock moved = std::move(*first);
    CHECK_FALSE(FileLock::try_take(scratch / "lock").has_value());
  }
  CHECK(FileLock::try_take(scratch / "lock").has_value());
}

TEST_CASE("FileLock: who only reads the file is in nobody's way") {
  const Scratch scratch;
  const auto reader = open_path(scratch.write("lock", ""), {});
  REQUIRE(reader.has_value());
  CHECK(FileLock::try_take(scratch / "lock").has_value());
}

TEST_CASE("FileLock: the name stays while the lock is held") {
  const Scratch scratch;
  const auto lock = FileLock::try_take(scratch / "lock");
  REQUIRE(lock.has_value());
  std::error_code failed;
  std::filesystem::rename(scratch / "lock", scratch / "aside", failed);
  CHECK(failed);
  CHECK_FALSE(FileLock::try_take(scratch / "lock").has_value());
}

TEST_CASE("FileLock: only a regular file in a folder that exists") {
  const Scratch scratch;
  std::filesystem::create_directory(scratch / "folder");
  for (const std::string_view name : {"folder", "missing/lock", "NUL", ""}) {
    CAPTURE(name);
    CHECK_FALSE(FileLock::try_take(scratch / name).has_value());
  }
}
