// Failing disks and odd files: an error that says what is wrong, never half a transaction.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "notifier/record/sqlite.h"
#include "notifier/record/store.h"
#include "tests/notifier/record/failing_vfs.h"
#include "tests/notifier/record/sample_rows.h"
#include "tests/notifier/record/scratch_folder.h"

using namespace tocsin;
using namespace tocsin::tests;

namespace {

Result<void> acknowledge(Store& store, const std::string& id) {
  return store.record(acknowledgement(id), history_row(id, "acknowledged"), queued("receipt-of-" + id));
}

enum class Found { nothing, everything, half };

// Decision, history and receipt of one message: all or none.
Found look_for(const std::string& path, const std::string& id) {
  auto store = Store::open(path);
  if (!store) return Found::half;
  const bool decided = store->decisions()->find(id, Decision::Kind::acknowledged) != nullptr;
  bool told = false;
  const auto history = store->history();
  for (const HistoryRow& row : *history) told = told || row.message == id;
  bool queued_too = false;
  const auto outbox = store->outbox();
  for (const OutboxRow& row : *outbox) queued_too = queued_too || row.id == "receipt-of-" + id;
  if (decided != told || told != queued_too) return Found::half;
  return decided ? Found::everything : Found::nothing;
}

std::string base_file() {
  ScratchFolder scratch;
  {
    auto store = Store::open(scratch.db());
    fill(*store, 3);
  }
  return slurp(scratch.db());
}

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

TEST_CASE("an error at each step of recording: all or nothing, and what was promised is there") {
  const std::string base = base_file();
  struct Row {
    std::string_view name;
    Fault fault;
  };
  const Row rows[] = {{"disk full", Fault::disk_full},
                      {"one I/O error", Fault::io_error},
                      {"the disk is gone from there on", Fault::every_further_io_error}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    int failures = 0;
    int step = 1;
    for (bool fired = true; fired; ++step) {
      CAPTURE(step);
      ScratchFolder scratch;
      spill(scratch.db(), base);
      bool recorded = false;
      {
        FailingVfs vfs(step, row.fault);
        auto store = Store::open(scratch.db());
        if (store) recorded = acknowledge(*store, "new").has_value();
        fired = vfs.fired();
      }
      failures += recorded ? 0 : 1;
      const Found found = look_for(scratch.db(), "new");
      CHECK(found != Found::half);
      if (recorded) CHECK(found == Found::everything);
      CHECK(look_for(scratch.db(), "message-2") != Found::nothing);
    }
    CHECK(step > 5);
    CHECK(failures > 2);
  }
}

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

TEST_CASE("locked beyond the timeout is unavailable, and nothing is recorded") {
  ScratchFolder scratch;
  auto store = Store::open(scratch.db());
  auto other = Database::open(scratch.db(), Database::Mode::read_write, 0);
  REQUIRE(other.has_value());
  CHECK(other->run("BEGIN IMMEDIATE").has_value());
  const auto recorded = acknowledge(*store, "new");
  CHECK_FALSE(recorded.has_value());
  if (!recorded) CHECK(recorded.error().code == Code::unavailable);
  CHECK(other->run("ROLLBACK").has_value());
  CHECK(look_for(scratch.db(), "new") == Found::nothing);
  CHECK(acknowledge(*store, "new").has_value());
}

TEST_CASE("a file that may not be written: rows are read, recording is an io error") {
  ScratchFolder scratch;
  {
    auto store = Store::open(scratch.db());
    fill(*store, 3);
  }
  const std::string bytes = slurp(scratch.db());
  const FailingVfs vfs(1, Fault::read_only);  // unlike permission bits, this holds for root too
  auto store = Store::open(scratch.db());
  REQUIRE(store.has_value());
  CHECK(store->repaired().empty());
  CHECK(store->decisions()->rows().size() == 3);
  const auto recorded = acknowledge(*store, "new");
  CHECK_FALSE(recorded.has_value());
  if (!recorded) CHECK(recorded.error().code == Code::io);
  CHECK(slurp(scratch.db()) == bytes);
}
