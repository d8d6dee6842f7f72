// Sudden ends, full disks and odd files: an error that says what is wrong, never half a transaction.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "notifier/record/store.h"
#include "tests/notifier/record/failing_vfs.h"
#include "tests/notifier/record/one_act.h"

using namespace tocsin;
using namespace tocsin::tests;

namespace {

// Files of the process may not grow beyond `bytes` while one lives.
class SizeLimit {
 public:
  explicit SizeLimit(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  SizeLimit(const SizeLimit&) = delete;
  SizeLimit& operator=(const SizeLimit&) = delete;
  ~SizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

}  // namespace

TEST_CASE("killed at each step of recording: all or nothing") {
  const std::string base = base_file();
  int kills = 0;
  for (int step = 1;; ++step) {
    CAPTURE(step);
    ScratchFolder scratch;
    spill(scratch.db(), base);
    const pid_t child = ::fork();
    if (child == 0) {
      FailingVfs vfs(step, Fault::kill);
      auto store = Store::open(scratch.db());
      ::_exit(store && acknowledge(*store, "new").has_value() ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    const Found found = look_for(scratch.db(), "new");
    CHECK(found != Found::half);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
      CHECK(found == Found::everything);
      break;
    }
    CHECK(WEXITSTATUS(status) == 9);
    ++kills;
  }
  CHECK(kills > 5);
}

TEST_CASE("killed at each step of creation: the next open succeeds") {
  int kills = 0;
  for (int step = 1;; ++step) {
    CAPTURE(step);
    ScratchFolder scratch;
    const pid_t child = ::fork();
    if (child == 0) {
      FailingVfs vfs(step, Fault::kill);
      ::_exit(Store::open(scratch.db()).has_value() ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    auto store = Store::open(scratch.db());
    CHECK(store.has_value());
    if (store) CHECK(acknowledge(*store, "new").has_value());
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) break;
    ++kills;
  }
  CHECK(kills > 3);
}

TEST_CASE("killed at each step of a repair: what could be read is still kept") {
  std::string damaged = base_file();
  // A seal that does not fit: one of the three decisions is lost, two are kept.
  const auto at = damaged.find("message-1acknowledged");
  REQUIRE(at != std::string::npos);
  damaged[at + 8] = '7';
  int kills = 0;
  for (int step = 1;; ++step) {
    CAPTURE(step);
    ScratchFolder scratch;
    spill(scratch.db(), damaged);
    const pid_t child = ::fork();
    if (child == 0) {
      FailingVfs vfs(step, Fault::kill);
      ::_exit(Store::open(scratch.db()).has_value() ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    auto store = Store::open(scratch.db());
    CHECK(store.has_value());
    if (store) CHECK(store->decisions()->rows().size() == 2);
    CHECK(scratch.count("state.db.damaged") == 1);
    CHECK(scratch.count("state.db.rebuilding") == 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) break;
    ++kills;
  }
  CHECK(kills > 3);
}

TEST_CASE("no room, at every size: told as io, nothing half") {
  const std::string base = base_file();
  int refused = 0;
  for (rlim_t room = 0; room <= base.size() + 8192; room += 2048) {
    CAPTURE(room);
    ScratchFolder scratch;
    spill(scratch.db(), base);
    Result<void> recorded;
    {
      auto store = Store::open(scratch.db());
      REQUIRE(store.has_value());
      const SizeLimit limit(room);
      recorded = acknowledge(*store, "new");
    }
    if (!recorded) CHECK(recorded.error().code == Code::io);
    refused += recorded ? 0 : 1;
    CHECK(look_for(scratch.db(), "new") == (recorded ? Found::everything : Found::nothing));
  }
  CHECK(refused > 3);
  CHECK(refused < 20);
}

TEST_CASE("what is not a lone regular file is refused and left as it is") {
  namespace fs = std::filesystem;
  struct Row {
    std::string_view name;
    void (*plant)(const std::string& path, const std::string& other);
    std::string_view rule;
  };
  const Row rows[] = {
      {"directory", [](const std::string& path, const std::string&) { fs::create_directory(path); }, "KIND"},
      {"symbolic link",
       [](const std::string& path, const std::string& other) { fs::create_symlink(other, path); }, "KIND"},
      {"dangling link",
       [](const std::string& path, const std::string&) { fs::create_symlink("/nowhere/x", path); }, "KIND"},
      {"fifo", [](const std::string& path, const std::string&) { ::mkfifo(path.c_str(), 0600); }, "KIND"},
      {"hard link",
       [](const std::string& path, const std::string& other) { fs::create_hard_link(other, path); }, "LINKS"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    ScratchFolder scratch;
    spill(scratch.file("other"), "untouched");
    row.plant(scratch.db(), scratch.file("other"));
    const auto store = Store::open(scratch.db());
    CHECK_FALSE(store.has_value());
    if (!store) CHECK(store.error().code == Code::io);
    if (!store) CHECK(store.error().rule == row.rule);
    CHECK(slurp(scratch.file("other")) == "untouched");
    CHECK(scratch.count("state.db.damaged") == 0);
  }
}

TEST_CASE("a folder that cannot be is an io error") {
  ScratchFolder scratch;
  spill(scratch.file("file"), "in the way");
  for (const std::string& path : {scratch.file("file/state.db"), std::string("/proc/none/state.db")}) {
    CAPTURE(path);
    const auto store = Store::open(path);
    CHECK_FALSE(store.has_value());
    if (!store) CHECK(store.error().code == Code::io);
  }
}

TEST_CASE("the file moved, replaced, linked or gone while open: what is recorded is found at the path") {
  namespace fs = std::filesystem;
  struct Row {
    std::string_view name;
    void (*disturb)(const std::string& path);
    bool recorded;
  };
  const Row rows[] = {
      {"renamed away", [](const std::string& path) { fs::rename(path, path + ".old"); }, true},
      {"deleted", [](const std::string& path) { fs::remove(path); }, true},
      {"replaced by a copy",
       [](const std::string& path) {
         fs::copy_file(path, path + ".copy");
         fs::rename(path + ".copy", path);
       },
       true},
      {"hard-linked", [](const std::string& path) { fs::create_hard_link(path, path + ".second"); }, false},
      {"replaced by a directory",
       [](const std::string& path) {
         fs::remove(path);
         fs::create_directory(path);
       },
       false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    ScratchFolder scratch;
    auto store = Store::open(scratch.db());
    CHECK(acknowledge(*store, "before").has_value());
    row.disturb(scratch.db());
    const auto recorded = acknowledge(*store, "after");
    CHECK(recorded.has_value() == row.recorded);
    if (!recorded) CHECK(recorded.error().code == Code::io);
    if (recorded) CHECK(look_for(scratch.db(), "after") == Found::everything);
  }
}
