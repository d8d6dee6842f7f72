// Sudden ends and odd files on Windows. What is killed is this test program, started again for that.
#include <doctest/doctest.h>
#include <windows.h>

#include <array>
#include <cstdlib>
#include <filesystem>

#include "notifier/record/store.h"
#include "schema/platform/win/handle.h"
#include "schema/platform/win/wide_text.h"
#include "tests/notifier/record/failing_vfs.h"
#include "tests/notifier/record/one_act.h"
#include "tests/support/environment.h"

using namespace tocsin;
using namespace tocsin::tests;

namespace {

constexpr DWORD kKilled = 9;

std::wstring own_program() {
  std::array<wchar_t, 32768> name = {};
  const DWORD length = ::GetModuleFileNameW(nullptr, name.data(), static_cast<DWORD>(name.size()));
  return {name.data(), length};
}

/// The exit code of the other side, which opens `db` and, where told to, records an act, dying at `step`.
DWORD run_other_side(const std::string& db, int step, bool records) {
  set_variable("TOCSIN_TEST_DB", db.c_str());
  set_variable("TOCSIN_TEST_STEP", std::to_string(step).c_str());
  set_variable("TOCSIN_TEST_RECORDS", records ? "1" : nullptr);
  const std::wstring program = own_program();
  std::wstring line = L"\"" + program + L"\" --no-skip \"--test-case=the other side of a kill\"";
  STARTUPINFOW start = {};
  start.cb = sizeof start;
  PROCESS_INFORMATION made = {};
  if (::CreateProcessW(program.c_str(), line.data(), nullptr, nullptr, FALSE, 0, nullptr, nullptr, &start,
                       &made) == 0) {
    return 1000;
  }
  const Handle process(made.hProcess), thread(made.hThread);
  DWORD code = 1001;
  ::WaitForSingleObject(process.get(), INFINITE);
  ::GetExitCodeProcess(process.get(), &code);
  return code;
}

}  // namespace

// In the started process alone.
TEST_CASE("the other side of a kill" * doctest::skip()) {
  const char* db = std::getenv("TOCSIN_TEST_DB");
  const char* step = std::getenv("TOCSIN_TEST_STEP");
  if (db == nullptr || step == nullptr) return;
  const FailingVfs vfs(std::stoi(step), Fault::kill);
  auto store = Store::open(db);
  REQUIRE(store.has_value());
  if (std::getenv("TOCSIN_TEST_RECORDS") != nullptr) CHECK(acknowledge(*store, "new").has_value());
}

TEST_CASE("killed at each step of recording: all or nothing") {
  const std::string base = base_file();
  int kills = 0;
  for (int step = 1;; ++step) {
    CAPTURE(step);
    ScratchFolder scratch;
    spill(scratch.db(), base);
    const DWORD code = run_other_side(scratch.db(), step, true);
    const Found found = look_for(scratch.db(), "new");
    CHECK(found != Found::half);
    if (code == 0) CHECK(found == Found::everything);
    if (code != kKilled) {
      CHECK(code == 0);
      break;
    }
    ++kills;
  }
  CHECK(kills > 5);
}

TEST_CASE("killed at each step of a repair: what could be read is still kept") {
  std::string damaged = base_file();
  const auto at = damaged.find("message-1acknowledged");
  REQUIRE(at != std::string::npos);
  damaged[at + 8] = '7';
  int kills = 0;
  for (int step = 1;; ++step) {
    CAPTURE(step);
    ScratchFolder scratch;
    spill(scratch.db(), damaged);
    const DWORD code = run_other_side(scratch.db(), step, false);
    auto store = Store::open(scratch.db());
    CHECK(store.has_value());
    if (store) CHECK(store->decisions()->rows().size() == 2);
    CHECK(scratch.count("state.db.damaged") == 1);
    CHECK(scratch.count("state.db.rebuilding") == 0);
    if (code != kKilled) {
      CHECK(code == 0);
      break;
    }
    ++kills;
  }
  CHECK(kills > 3);
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
  for (const std::string& path : {scratch.file("file/state.db"), scratch.file("file/deeper/state.db"),
                                  std::string("Q:\\none\\state.db")}) {
    CAPTURE(path);
    const auto store = Store::open(path);
    CHECK_FALSE(store.has_value());
    if (!store) CHECK(store.error().code == Code::io);
  }
}

TEST_CASE("while it is open nobody moves or deletes the file; a second name for it stops the writing") {
  ScratchFolder scratch;
  auto store = Store::open(scratch.db());
  REQUIRE(store.has_value());
  CHECK(acknowledge(*store, "before").has_value());
  CHECK(::MoveFileExW(wide(scratch.db()).c_str(), wide(scratch.file("moved")).c_str(), 0) == 0);
  CHECK(::DeleteFileW(wide(scratch.db()).c_str()) == 0);
  CHECK(acknowledge(*store, "after").has_value());
  CHECK(look_for(scratch.db(), "after") == Found::everything);
  std::filesystem::create_hard_link(scratch.db(), scratch.file("second"));
  const auto recorded = acknowledge(*store, "linked");
  CHECK_FALSE(recorded.has_value());
  if (!recorded) CHECK(recorded.error().rule == "LINKS");
}

TEST_CASE("a path that is not ASCII") {
  ScratchFolder scratch;
  const std::string path = scratch.file("\xC3\x84rger \xE5\xB1\xB1/state.db");
  {
    auto store = Store::open(path);
    REQUIRE(store.has_value());
    CHECK(acknowledge(*store, "new").has_value());
  }
  CHECK(look_for(path, "new") == Found::everything);
  CHECK(scratch.count("\xC3\x84rger \xE5\xB1\xB1") == 1);
}
