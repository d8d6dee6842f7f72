// One holder at a time, for as long as it lives.
#include "schema/platform/files.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

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
  struct stat about = {};
  REQUIRE(::stat((scratch / "lock").c_str(), &about) == 0);
  CHECK((about.st_mode & 07777u) == 0600u);
}

TEST_CASE("FileLock: ends with a holder that was killed") {
  const Scratch scratch;
  const pid_t holder = ::fork();
  if (holder == 0) {
    const auto lock = FileLock::try_take(scratch / "lock");
    ::kill(::getpid(), SIGKILL);
    ::_exit(lock ? 0 : 1);
  }
  int status = 0;
  REQUIRE(::waitpid(holder, &status, 0) == holder);
  CHECK(WIFSIGNALED(status));
  CHECK(FileLock::try_take(scratch / "lock").has_value());
}

TEST_CASE("FileLock: only a regular file in a folder that exists") {
  const Scratch scratch;
  std::filesystem::create_directory(scratch / "folder");
  std::filesystem::create_symlink("elsewhere", scratch / "link");
  REQUIRE(::mkfifo((scratch / "fifo").c_str(), 0600) == 0);
  for (const std::string_view name : {"folder", "link", "fifo", "missing/lock"}) {
    CAPTURE(name);
    CHECK_FALSE(FileLock::try_take(scratch / name).has_value());
  }
  CHECK_FALSE(std::filesystem::exists(scratch / "elsewhere"));
}
