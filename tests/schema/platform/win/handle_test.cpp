// Whole reads against a size that is no longer true, plain names, and Windows' numbers.
#include "schema/platform/win/handle.h"

#include <doctest/doctest.h>

#include "tests/schema/platform/scratch.h"

using namespace tocsin;

TEST_CASE("read_whole: exactly the stated size, then the end") {
  const Scratch scratch;
  const std::string path = scratch.write("file", "12345");
  struct Row {
    std::string_view name;
    std::uint64_t size;
    std::size_t cap;
    std::string_view wanted;
  };
  const Row rows[] = {{"as stated", 5, 5, ""},
                      {"grew", 4, 5, "io"},
                      {"grew from nothing", 0, 5, "io"},
                      {"shrank", 6, 9, "io"},
                      {"over the cap", 5, 4, "too_large"},
                      {"a size no memory has", ~0ull, 5, "too_large"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto file = open_path(path, {});
    REQUIRE(file.has_value());
    const auto bytes = read_whole(file->get(), row.size, row.cap, "file");
    CHECK((bytes ? "" : code_name(bytes.error().code)) == row.wanted);
  }
}

TEST_CASE("system_failure: the number becomes what the caller can do about it, and stays") {
  struct Row {
    std::string_view name;
    DWORD number;
    Code wanted;
  };
  const Row rows[] = {{"no file", ERROR_FILE_NOT_FOUND, Code::not_found},
                      {"no folder", ERROR_PATH_NOT_FOUND, Code::not_found},
                      {"no such name", ERROR_INVALID_NAME, Code::not_found},
                      {"access", ERROR_ACCESS_DENIED, Code::denied},
                      {"write protected", ERROR_WRITE_PROTECT, Code::io},
                      {"no privilege", ERROR_PRIVILEGE_NOT_HELD, Code::denied},
                      {"disk full", ERROR_DISK_FULL, Code::io},
                      {"sharing", ERROR_SHARING_VIOLATION, Code::io},
                      {"checksum", ERROR_CRC, Code::io}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Failure failure = system_failure(row.number, "x.y", "z");
    CHECK(failure.value().code == row.wanted);
    CHECK(failure.value().system == static_cast<int>(row.number));
  }
}

TEST_CASE("is_plain_name") {
  for (const std::string_view good : {"a", "scf.dat", "...", "a b", "ä", "CON"}) {
    CAPTURE(good);
    CHECK(is_plain_name(std::string(good)));
  }
  const std::string_view nul("a\0b", 3);
  for (const std::string_view bad :
       {std::string_view(), std::string_view("."), std::string_view(".."), std::string_view("a/b"),
        std::string_view("a\\b"), std::string_view("\\"), std::string_view("a:s"), std::string_view("C:"),
        nul}) {
    CAPTURE(bad);
    CHECK_FALSE(is_plain_name(std::string(bad)));
  }
  CHECK_FALSE(is_plain_name(std::string(256, 'x')));
}

TEST_CASE("open_path: a path that holds a NUL is not the path before it") {
  const Scratch scratch;
  const std::string path = scratch.write("file", "x");
  CHECK(open_path(path, {}).has_value());
  const auto cut = open_path(path + std::string("\0.dat", 5), {});
  REQUIRE_FALSE(cut.has_value());
  CHECK(cut.error().code == Code::denied);
}
