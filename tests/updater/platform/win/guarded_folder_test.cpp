// What only Windows has: drives, streams, links as far as Wine has them, marks, the pointer's two forms.
#include <doctest/doctest.h>
#include <windows.h>

#include "schema/platform/win/access_list.h"
#include "schema/platform/win/wide_text.h"
#include "tests/schema/platform/scratch.h"
#include "updater/platform/audience.h"
#include "updater/platform/guarded_folder.h"
#include "updater/platform/live_pointer.h"
#include "updater/platform/patch_file.h"
#include "updater/platform/win/guarded_handle.h"

namespace tocsin::updater {
namespace {

GuardedFolder folder_of(const Scratch& scratch) {
  auto folder = GuardedFolder::open(scratch.path(), "/");
  REQUIRE(folder.has_value());
  return std::move(*folder);
}

TEST_CASE("without a root the path names its drive") {
  for (const std::string path : {"", "\\", "\\windows", "windows", "C:", "C:windows", "\\\\server\\share\\x",
                                 "\\\\?\\C:\\windows", "\\\\.\\C:\\windows"}) {
    CAPTURE(path);
    CHECK(!GuardedFolder::open("", path).has_value());
  }
  CHECK(GuardedFolder::open("", "C:\\windows").has_value());
  CHECK(GuardedFolder::open("", "C:/windows/system32")->path() == "C:\\windows\\system32");
  CHECK(GuardedFolder::open("C:", "\\windows")->path() == "C:\\windows");
}

TEST_CASE("names that mean more here") {
  const Scratch scratch;
  scratch.write("file", "x");
  const GuardedFolder folder = folder_of(scratch);
  for (const std::string name : {"file:stream", "file::$DATA", "a\\b", "C:", "C:\\windows"}) {
    CAPTURE(name);
    CHECK(!folder.create_file(name, kReadableMode).has_value());
    CHECK(!folder.create_folder(name).has_value());
    CHECK(!folder.read(name, 9).has_value());
    CHECK(!folder.remove(name).has_value());
  }
}

TEST_CASE("a file with two names is nobody's to read") {
  const Scratch scratch;
  scratch.write("one", "x");
  REQUIRE(::CreateHardLinkW(wide_path(scratch / "two").c_str(), wide_path(scratch / "one").c_str(),
                            nullptr) != 0);
  const GuardedFolder folder = folder_of(scratch);
  for (const std::string name : {"one", "two"}) {
    CAPTURE(name);
    CHECK(folder.read(name, 9).error().rule == "KIND");
    CHECK(!folder.holds_file(name, kReadableMode, 1));
  }
  CHECK(folder.replace("two", "new", kReadableMode, Durability::cached).has_value());
  CHECK(content_of(scratch / "one") == "x");
}

TEST_CASE("a replaced file does not wait for its readers, nor a removed one") {
  const Scratch scratch;
  const GuardedFolder folder = folder_of(scratch);
  REQUIRE(folder.replace("f", "old", kReadableMode, Durability::durable).has_value());
  const auto reader = open_path(scratch / "f", {});
  REQUIRE(reader.has_value());
  CHECK(folder.remove_regular("f").has_value());
}

TEST_CASE("a file another program holds for itself stays, whole") {
  const Scratch scratch;
  const GuardedFolder folder = folder_of(scratch);
  scratch.write("f", "old");
  OpenWish alone;
  alone.sharing = FILE_SHARE_READ;
  const auto holder = open_path(scratch / "f", alone);
  REQUIRE(holder.has_value());
  CHECK(!folder.replace("f", "new", kReadableMode, Durability::durable).has_value());
  CHECK(!folder.remove("f").has_value());
  CHECK(content_of(scratch / "f") == "old");
  CHECK(scratch.names() == std::vector<std::string>{"f"});
}

TEST_CASE("marks") {
  const Scratch scratch;
  const GuardedFolder folder = folder_of(scratch);
  CHECK(ensure_handled_folder(folder, "handled", "S-1-5-32-544") == true);
  CHECK(ensure_handled_folder(folder, "handled", "S-1-5-32-544") == false);
  CHECK(!ensure_handled_folder(folder, "handled", "no SID").has_value());
  scratch.write("handled/n.a.1.S-1-5-21-1", "");
  std::filesystem::create_directory(scratch / "handled/planted");
  CHECK(remove_handled_folder(folder, "handled").error().code == Code::denied);
  CHECK(!std::filesystem::exists(scratch / "handled/n.a.1.S-1-5-21-1"));
  std::filesystem::remove(scratch / "handled/planted");
  CHECK(remove_handled_folder(folder, "handled").has_value());
  CHECK(remove_handled_folder(folder, "handled").has_value());
  scratch.write("handled", "a file");
  CHECK(ensure_handled_folder(folder, "handled", "").error().rule == "KIND");
  CHECK(remove_handled_folder(folder, "handled").error().rule == "KIND");
}

// The Run value's own form is in trigger_text_test; the value itself is the machine's: tests/e2e/windows.
TEST_CASE("the pointer of another folder than the machine's is a file") {
  const Scratch scratch;
  const GuardedFolder folder = folder_of(scratch);
  CHECK(read_live_pointer(folder).error().code == Code::not_found);
  CHECK(live_program_path(folder, "x.exe").empty());
  CHECK(set_live_pointer(folder, "1.1.00000000").has_value());
  CHECK(set_live_pointer(folder, "1.2.00000000").has_value());
  CHECK(read_live_pointer(folder) == std::string("1.2.00000000"));
  CHECK(content_of(scratch / "current") == "1.2.00000000");
  CHECK(live_program_path(folder, "x.exe") == folder.path() + "\\1.2.00000000\\x.exe");
  scratch.write(".current.new", "x");
  CHECK(tidy_live_pointer(folder).has_value());
  CHECK(scratch.names() == std::vector<std::string>{"current"});
  scratch.write("current", std::string(65, 'x'));
  CHECK(read_live_pointer(folder).error().code == Code::too_large);
  CHECK(clear_live_pointer(folder).has_value());
  CHECK(scratch.names().empty());
}

TEST_CASE("a patch is read where it was opened, and nobody writes it meanwhile") {
  const Scratch scratch;
  const auto patch = PatchFile::open(scratch.write("p", "0123456789"));
  REQUIRE(patch.has_value());
  CHECK(patch->size() == 10);
  CHECK(patch->read_at(3, 4) == std::string("3456"));
  CHECK(patch->read_at(10, 0) == std::string());
  CHECK(patch->read_at(8, 3).error().code == Code::io);
  CHECK(!open_path(scratch / "p", {GENERIC_WRITE}).has_value());
  CHECK(::MoveFileExW(wide_path(scratch / "p").c_str(), wide_path(scratch / "q").c_str(), 0) == 0);
  CHECK(PatchFile::open(scratch.path()).error().code == Code::denied);
  CHECK(PatchFile::open(scratch / "none").error().code == Code::not_found);
  CHECK(PatchFile::open("")->read_at(0, 2) == std::string("MZ"));
}

}  // namespace
}  // namespace tocsin::updater
