// Replacing a file: the old one or the new one, whole, and nothing beside it.
#include "schema/platform/files.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "schema/platform/win/handle.h"
#include "tests/schema/platform/scratch.h"

using namespace tocsin;

TEST_CASE("replace_file: creates and replaces") {
  const Scratch scratch;
  for (const std::string_view name : {"file", "with blank", "Prüfung 更新"}) {
    CAPTURE(name);
    CHECK(replace_file(scratch / name, "one", 0600).has_value());
    CHECK(content_of(scratch / name) == "one");
    CHECK(replace_file(scratch / name, std::string(100000, 'x'), 0644).has_value());
    const bool is_whole = content_of(scratch / name) == std::string(100000, 'x');
    CHECK(is_whole);
  }
  CHECK(scratch.names().size() == 3);
}

TEST_CASE("replace_file: a failure leaves the old file and no temporary") {
  const Scratch scratch;
  scratch.write("file", "old");
  scratch.write("held", "old");
  std::filesystem::create_directory(scratch / "folder");
  const auto holder = open_path(scratch / "held", {GENERIC_READ, OPEN_EXISTING, 0, FILE_SHARE_READ});
  REQUIRE(holder.has_value());
  struct Row {
    std::string_view name, file;
  };
  const Row rows[] = {{"held open by another", "held"},
                      {"a folder in its place", "folder"},
                      {"no such folder", "missing/file"},
                      {"below a file", "file/file"},
                      {"no name", ""},
                      {"NUL", std::string_view("file\0x", 6)}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK_FALSE(replace_file(scratch / row.file, "x", 0600).has_value());
    CHECK(content_of(scratch / "file") == "old");
    CHECK(content_of(scratch / "held") == "old");
    CHECK(scratch.names().size() == 3);
  }
}

TEST_CASE("read_file: regular files up to the cap") {
  const Scratch scratch;
  scratch.write("five", "12345");
  std::filesystem::create_directory(scratch / "folder");
  struct Row {
    std::string_view name;
    std::string path;
    std::size_t cap;
    std::string_view wanted;
  };
  const Row rows[] = {{"file", scratch / "five", 5, ""},
                      {"over the cap", scratch / "five", 4, "too_large"},
                      {"missing", scratch / "missing", 5, "not_found"},
                      {"below a file", scratch / "five/x", 5, "not_found"},
                      {"folder", scratch / "folder", 5, "denied"},
                      {"device", "NUL", 5, "denied"},
                      {"device below a folder", scratch / "NUL", 5, "denied"},
                      {"no path", "", 5, "not_found"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto bytes = read_file(row.path, row.cap);
    CHECK((bytes ? "" : code_name(bytes.error().code)) == row.wanted);
    if (bytes) CHECK(*bytes == "12345");
  }
}

TEST_CASE("read_file: beyond 260 characters") {
  const Scratch scratch;
  const std::string folder = scratch / std::string(120, 'a') + '/' + std::string(120, 'b');
  const std::string path = folder + "/file";
  REQUIRE(path.size() > 260);
  std::filesystem::create_directories("\\\\?\\" + std::filesystem::path(folder).make_preferred().string());
  CHECK(replace_file(path, "deep", 0600).has_value());
  CHECK(read_file(path, 4).value_or("?") == "deep");
  std::error_code ignored;
  std::filesystem::remove_all("\\\\?\\" + std::filesystem::path(scratch.path()).make_preferred().string(),
                              ignored);
}
