// Replacing a file: the old one or the new one, whole, and nothing beside it.
#include "schema/platform/files.h"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>

#include "tests/schema/platform/scratch.h"

using namespace tocsin;

namespace {

unsigned mode_of(const std::string& path) {
  struct stat about = {};
  return ::stat(path.c_str(), &about) == 0 ? about.st_mode & 07777u : 0;
}

/// No file may grow beyond `bytes` while it lives: a full disk, for this process alone.
class SmallFiles {
 public:
  explicit SmallFiles(rlim_t bytes) : signal_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit small = before_;
    small.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  SmallFiles(const SmallFiles&) = delete;
  SmallFiles& operator=(const SmallFiles&) = delete;
  ~SmallFiles() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, signal_);
  }

 private:
  rlimit before_ = {};
  void (*signal_)(int);
};

}  // namespace

TEST_CASE("replace_file: creates and replaces with the mode asked for, umask or not") {
  const mode_t before = ::umask(077);
  for (const unsigned mode : {0600u, 0644u, 0444u, 0755u}) {
    CAPTURE(mode);
    const Scratch scratch;
    CHECK(replace_file(scratch / "file", "one", mode).has_value());
    CHECK(content_of(scratch / "file") == "one");
    CHECK(replace_file(scratch / "file", std::string(100000, 'x'), mode).has_value());
    CHECK(content_of(scratch / "file") == std::string(100000, 'x'));
    CHECK(mode_of(scratch / "file") == mode);
    CHECK(scratch.names().size() == 1);
  }
  ::umask(before);
}

TEST_CASE("replace_file: a link in the file's place is replaced, not followed") {
  const Scratch scratch;
  scratch.write("target", "untouched");
  std::filesystem::create_symlink("target", scratch / "file");
  CHECK(replace_file(scratch / "file", "new", 0600).has_value());
  CHECK(content_of(scratch / "target") == "untouched");
  CHECK(std::filesystem::is_regular_file(std::filesystem::symlink_status(scratch / "file")));
}

TEST_CASE("replace_file: a failure leaves the old file and no temporary") {
  const Scratch scratch;
  scratch.write("file", "old");
  std::filesystem::create_directory(scratch / "folder");
  struct Row {
    std::string_view name, file, bytes;
    rlim_t limit;
  };
  const std::string large(4096, 'x');
  const Row rows[] = {{"no room at all", "file", "x", 0},
                      {"room for a part", "file", large, 1000},
                      {"a folder in its place", "folder", "x", RLIM_INFINITY},
                      {"no such folder", "missing/file", "x", RLIM_INFINITY},
                      {"below a file", "file/file", "x", RLIM_INFINITY},
                      {"no name", "", "x", RLIM_INFINITY}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    bool is_replaced = true;
    {
      const SmallFiles limit(row.limit);
      is_replaced = replace_file(scratch / row.file, row.bytes, 0600).has_value();
    }
    CHECK_FALSE(is_replaced);
    CHECK(content_of(scratch / "file") == "old");
    CHECK(scratch.names().size() == 2);
  }
}

TEST_CASE("replace_file: a name as long as the file system allows") {
  const Scratch scratch;
  const std::string name(255, 'n');
  CHECK(replace_file(scratch / name, "x", 0600).has_value());
  CHECK(content_of(scratch / name) == "x");
}

TEST_CASE("read_file: regular files up to the cap, through links") {
  const Scratch scratch;
  scratch.write("five", "12345");
  std::filesystem::create_symlink("five", scratch / "link");
  std::filesystem::create_symlink("loop", scratch / "loop");
  std::filesystem::create_directory(scratch / "folder");
  REQUIRE(::mkfifo((scratch / "fifo").c_str(), 0600) == 0);
  struct Row {
    std::string_view name, file;
    std::size_t cap;
    std::string_view wanted;
  };
  const Row rows[] = {{"file", "five", 5, ""},
                      {"link", "link", 5, ""},
                      {"over the cap", "five", 4, "too_large"},
                      {"missing", "missing", 5, "not_found"},
                      {"below a file", "five/x", 5, "not_found"},
                      {"folder", "folder", 5, "denied"},
                      {"fifo without a writer", "fifo", 5, "denied"},
                      {"link to itself", "loop", 5, "denied"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto bytes = read_file(scratch / row.file, row.cap);
    CHECK((bytes ? "" : code_name(bytes.error().code)) == row.wanted);
    if (bytes) CHECK(*bytes == "12345");
  }
  CHECK_FALSE(read_file("/dev/zero", 5).has_value());
}
