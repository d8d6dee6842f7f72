// Whole reads against a size that is no longer true, and errno's translation.
#include "schema/platform/posix/descriptor.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "tests/schema/platform/scratch.h"

using namespace tocsin;

TEST_CASE("read_whole: exactly the stated size, then the end") {
  const Scratch scratch;
  const std::string path = scratch.write("file", "12345");
  struct Row {
    std::string_view name;
    std::size_t size, cap;
    std::string_view wanted;
  };
  const Row rows[] = {{"as stated", 5, 5, ""},
                      {"grew", 4, 5, "io"},
                      {"grew from nothing", 0, 5, "io"},
                      {"shrank", 6, 9, "io"},
                      {"over the cap", 5, 4, "too_large"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto file = open_at(AT_FDCWD, path, O_RDONLY);
    REQUIRE(file.has_value());
    const auto bytes = read_whole(file->get(), row.size, row.cap, "file");
    CHECK((bytes ? "" : code_name(bytes.error().code)) == row.wanted);
  }
}

TEST_CASE("system_failure: errno becomes what the caller can do about it, the number stays") {
  struct Row {
    std::string_view name;
    int number;
    Code wanted;
  };
  const Row rows[] = {{"ENOENT", ENOENT, Code::not_found}, {"ENOTDIR", ENOTDIR, Code::not_found},
                      {"EACCES", EACCES, Code::denied},    {"EPERM", EPERM, Code::denied},
                      {"EROFS", EROFS, Code::io},          {"ELOOP", ELOOP, Code::denied},
                      {"ENOSPC", ENOSPC, Code::io},        {"EIO", EIO, Code::io},
                      {"EMFILE", EMFILE, Code::io},        {"ENAMETOOLONG", ENAMETOOLONG, Code::io}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Failure failure = system_failure(row.number, "x.y", "z");
    CHECK(failure.value().code == row.wanted);
    CHECK(failure.value().system == row.number);
  }
}

TEST_CASE("open_at: every descriptor is closed by exec and by its owner") {
  int number = -1;
  {
    const auto folder = open_at(AT_FDCWD, "/", O_RDONLY | O_DIRECTORY);
    REQUIRE(folder.has_value());
    number = folder->get();
    CHECK(::fcntl(number, F_GETFD) == FD_CLOEXEC);
  }
  CHECK(::fcntl(number, F_GETFD) == -1);
}
