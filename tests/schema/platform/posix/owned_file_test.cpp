// Files only an administrator can have written: owner, mode and kind of the open file itself.
#include "schema/platform/files.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <thread>

#include "tests/schema/platform/scratch.h"

using namespace tocsin;

namespace {

bool is_root() {
  return ::geteuid() == 0;
}

/// "" for success, else the code's name and the rule.
template <typename T>
std::string verdict(const Result<T>& result) {
  if (result) return "";
  const std::string rule = result.error().rule;
  return std::string(code_name(result.error().code)) + (rule.empty() ? "" : " " + rule);
}

std::string read_verdict(const std::string& folder, const std::string& name, Ownership ownership,
                         std::size_t cap = 100) {
  const auto open = Folder::open(folder, ownership);
  return open ? verdict(open->read(name, cap)) : verdict(open);
}

}  // namespace

TEST_CASE("Folder: kinds and sizes, whoever owns them") {
  const Scratch scratch;
  scratch.write("plain", "hello");
  scratch.write("empty", "");
  scratch.write("full", std::string(100, 'x'));
  scratch.write("over", std::string(101, 'x'));
  scratch.write("folder/inner", "x");
  std::filesystem::create_symlink("plain", scratch / "link");
  std::filesystem::create_symlink("nowhere", scratch / "dangling");
  std::filesystem::create_symlink("folder", scratch / "folder-link");
  std::filesystem::create_hard_link(scratch / "plain", scratch / "hard");
  std::filesystem::resize_file(scratch.write("sparse", ""), 1ull << 40);
  REQUIRE(::mkfifo((scratch / "fifo").c_str(), 0644) == 0);

  struct Row {
    std::string_view name;
    std::string file;
    std::string_view wanted;
  };
  const Row rows[] = {
      {"plain", "plain", ""},
      {"empty", "empty", ""},
      {"at the cap", "full", ""},
      {"hard link", "hard", ""},
      {"over the cap", "over", "too_large"},
      {"1 TiB of nothing", "sparse", "too_large"},
      {"link", "link", "denied KIND"},
      {"dangling link", "dangling", "denied KIND"},
      {"folder", "folder", "denied KIND"},
      {"fifo without a writer", "fifo", "denied KIND"},
      {"missing", "missing", "not_found"},
      {"path", "folder/inner", "denied KIND"},
      {"path upwards", "../" + std::filesystem::path(scratch.path()).filename().string() + "/plain",
       "denied KIND"},
      {"itself", ".", "denied KIND"},
      {"above", "..", "denied KIND"},
      {"no name", "", "denied KIND"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(read_verdict(scratch.path(), row.file, Ownership::ignored) == row.wanted);
  }
  CHECK(Folder::open(scratch.path(), Ownership::ignored)->read("plain", 5).value_or("?") == "hello");
  CHECK(Folder::open(scratch.path(), Ownership::ignored)->read("full", 100).value_or("?") ==
        std::string(100, 'x'));
}

TEST_CASE("Folder::open: the last component is a folder, no link") {
  const Scratch scratch;
  scratch.write("folder/inner", "x");
  scratch.write("plain", "x");
  std::filesystem::create_symlink("folder", scratch / "link");
  struct Row {
    std::string_view name;
    std::string path;
    std::string_view wanted;
  };
  const Row rows[] = {{"folder", scratch / "folder", ""},
                      {"closing slash", scratch / "folder/", ""},
                      {"link", scratch / "link", "denied KIND"},
                      {"link with a closing slash", scratch / "link/", "denied KIND"},
                      {"file", scratch / "plain", "denied KIND"},
                      {"below a file", scratch / "plain/x", "not_found"},
                      {"missing", scratch / "missing", "not_found"},
                      {"no path", "", "not_found"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(verdict(Folder::open(row.path, Ownership::ignored)) == row.wanted);
  }
}

TEST_CASE("Folder: what the system's administrator wrote is accepted for every user") {
  CHECK(read_verdict("/etc", "passwd", Ownership::required, 1 << 20) == "");
  CHECK(read_verdict("/etc", "passwd", Ownership::required, 1) == "too_large");
  CHECK(read_verdict("/tmp", "any", Ownership::required) == "denied OWNER");
}

TEST_CASE("Folder: owner and mode, of file and folder") {
  struct Row {
    std::string_view name;
    unsigned folder_mode, file_mode;
    uid_t folder_owner, file_owner;
    std::string_view wanted;
  };
  const Row rows[] = {{"root's own", 0755, 0644, 0, 0, ""},
                      {"read-only", 0555, 0444, 0, 0, ""},
                      {"file of another", 0755, 0644, 0, 65534, "denied OWNER"},
                      {"folder of another", 0755, 0644, 65534, 0, "denied OWNER"},
                      {"file writable for its group", 0755, 0664, 0, 0, "denied OWNER"},
                      {"file writable for all", 0755, 0646, 0, 0, "denied OWNER"},
                      {"folder writable for its group", 0775, 0644, 0, 0, "denied OWNER"},
                      {"folder writable for all", 0757, 0644, 0, 0, "denied OWNER"},
                      {"folder writable for all, sticky", 01777, 0644, 0, 0, "denied OWNER"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Scratch scratch;
    const std::string file = scratch.write("set/file", "x");
    REQUIRE(::chmod(file.c_str(), row.file_mode) == 0);
    REQUIRE(::chmod((scratch / "set").c_str(), row.folder_mode) == 0);
    if (is_root()) {
      REQUIRE(::chown(file.c_str(), row.file_owner, 0) == 0);
      REQUIRE(::chown((scratch / "set").c_str(), row.folder_owner, 0) == 0);
    }
    // An ordinary user owns all of it, so for one every row is refused.
    CHECK(read_verdict(scratch / "set", "file", Ownership::required) ==
          (is_root() ? row.wanted : std::string_view("denied OWNER")));
    CHECK(read_verdict(scratch / "set", "file", Ownership::ignored) == "");
  }
}

TEST_CASE("Folder: renames of the folder in between are not seen") {
  const Scratch scratch;
  scratch.write("set/file", "old");
  const auto folder = Folder::open(scratch / "set", Ownership::ignored);
  REQUIRE(folder.has_value());
  std::filesystem::rename(scratch / "set", scratch / "aside");
  scratch.write("set/file", "new");
  CHECK(folder->read("file", 100).value_or("?") == "old");
}

TEST_CASE("Folder: a file that changes its size under the reader is whole or refused") {
  const Scratch scratch;
  const std::string path = scratch.write("growing", std::string(1 << 20, 'x'));
  const auto folder = Folder::open(scratch.path(), Ownership::ignored);
  REQUIRE(folder.has_value());
  std::atomic<bool> is_done = false;
  std::thread writer([&] {
    for (int turn = 0; !is_done; ++turn)
      std::filesystem::resize_file(path, turn % 2 == 0 ? 3 << 20 : 1 << 20);
  });
  int wrong = 0;
  for (int turn = 0; turn < 200; ++turn) {
    const auto bytes = folder->read("growing", 4 << 20);
    const bool is_whole = bytes && (bytes->size() == 1u << 20 || bytes->size() == 3u << 20);
    if (!is_whole && verdict(bytes) != "io") ++wrong;
  }
  is_done = true;
  writer.join();
  CHECK(wrong == 0);
}
