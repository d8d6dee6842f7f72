// What holds on every system: names are single components, existing files are replaced and not written into,
// the content is the old or the new one. Links, owners and modes are in the tests of each system.
#include "updater/platform/guarded_folder.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/schema/platform/scratch.h"

namespace tocsin::updater {
namespace {

namespace fs = std::filesystem;

GuardedFolder folder_of(const Scratch& scratch) {
  auto folder = GuardedFolder::open(scratch.path(), "/");
  REQUIRE(folder.has_value());
  return std::move(*folder);
}

TEST_CASE("folders are made and walked into") {
  const Scratch scratch;
  scratch.write("file", "x");
  const struct {
    std::string_view name;
    std::string path;
    bool opens, is_made;
    std::string_view rule;
  } rows[] = {
      {"missing", "/none", false, true, ""},
      {"missing above", "/none/below/it", false, true, ""},
      {"doubled separators", "//none//below/", true, true, ""},
      {"file", "/file", false, false, "KIND"},
      {"through a file", "/file/x", false, false, "KIND"},
      {"up", "/none/..", false, false, "KIND"},
      {"here", "/./none", false, false, "KIND"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto opened = GuardedFolder::open(scratch.path(), row.path);
    CHECK(opened.has_value() == row.opens);
    CHECK((opened ? "" : opened.error().rule) == row.rule);
    CHECK(GuardedFolder::make(scratch.path(), row.path).has_value() == row.is_made);
  }
  CHECK(GuardedFolder::open(scratch.path(), "/other").error().code == Code::not_found);
}

TEST_CASE("names are single components") {
  const Scratch scratch;
  const GuardedFolder folder = folder_of(scratch);
  for (const std::string name : {"", ".", "..", "a/b", "/a"}) {
    CAPTURE(name);
    CHECK(!folder.folder(name).has_value());
    CHECK(!folder.create_folder(name).has_value());
    CHECK(!folder.create_file(name, kReadableMode).has_value());
    CHECK(!folder.read(name, 10).has_value());
    CHECK(!folder.holds_file(name, kReadableMode, 0));
    CHECK(!folder.replace(name, "x", kReadableMode, Durability::cached).has_value());
    CHECK(!folder.remove(name).has_value());
    CHECK(!folder.remove_folder(name).has_value());
  }
}

TEST_CASE("what exists is not written into") {
  const Scratch scratch;
  scratch.write("file", "old");
  const GuardedFolder folder = folder_of(scratch);
  CHECK(folder.create_folder("made").has_value());
  CHECK(folder.create_folder("made").error().code == Code::conflict);
  CHECK(folder.create_folder("file").error().code == Code::conflict);
  CHECK(!folder.create_file("file", kReadableMode).has_value());
  CHECK(!folder.create_file("made", kReadableMode).has_value());
  CHECK(content_of(scratch / "file") == "old");
}

TEST_CASE("what is written is read back, up to the cap") {
  const Scratch scratch;
  const GuardedFolder folder = folder_of(scratch);
  for (const unsigned mode : {kProgramMode, kReadableMode, kPrivateMode}) {
    CAPTURE(mode);
    const std::string name = std::to_string(mode);
    auto file = folder.create_file(name, mode);
    REQUIRE(file.has_value());
    CHECK(file->write("te").has_value());
    CHECK(file->write("xt").has_value());
    file->begin_writeback();
    CHECK(file->finish(Durability::durable).has_value());
    CHECK(folder.read(name, 4) == std::string("text"));
    CHECK(folder.read(name, 3).error().code == Code::too_large);
    CHECK(folder.holds_file(name, mode, 4));
    CHECK(!folder.holds_file(name, mode, 5));
  }
  CHECK(folder.read("none", 9).error().code == Code::not_found);
  CHECK(folder.sync().has_value());
}

TEST_CASE("ensure changes only what differs") {
  const Scratch scratch;
  const GuardedFolder folder = folder_of(scratch);
  CHECK(folder.ensure("f", "text", kReadableMode) == true);
  CHECK(folder.ensure("f", "text", kReadableMode) == false);
  CHECK(folder.ensure("f", "texts", kReadableMode) == true);
  scratch.write(".f.new", "the rest of an interrupted run");
  CHECK(folder.ensure("f", "texts", kReadableMode) == false);
  CHECK(!fs::exists(scratch / ".f.new"));
  fs::remove(scratch / "f");
  fs::create_directory(scratch / "f");
  CHECK(!folder.ensure("f", "text", kReadableMode).has_value());
  CHECK(fs::is_directory(scratch / "f"));
  CHECK(!fs::exists(scratch / ".f.new"));
}

TEST_CASE("a reader does not hold a replacement up") {
  const Scratch scratch;
  const GuardedFolder folder = folder_of(scratch);
  REQUIRE(folder.replace("f", "old", kReadableMode, Durability::durable).has_value());
  CHECK(folder.replace("f", "new", kReadableMode, Durability::durable).has_value());
  CHECK(folder.read("f", 9) == std::string("new"));
  CHECK(scratch.names() == std::vector<std::string>{"f"});
}

TEST_CASE("what is removed") {
  const Scratch scratch;
  scratch.write("file", "x");
  scratch.write("full/inner", "x");
  const GuardedFolder folder = folder_of(scratch);
  CHECK(folder.remove("none").has_value());
  CHECK(folder.remove_regular("none").has_value());
  CHECK(folder.remove_folder("none").has_value());
  CHECK(!folder.remove("full").has_value());
  CHECK(!folder.remove_regular("full").has_value());
  CHECK(folder.remove_folder("full").error().code == Code::conflict);
  CHECK(!folder.remove_folder("file").has_value());
  CHECK(folder.remove_regular("file").has_value());
  CHECK(fs::exists(scratch / "full/inner"));
}

TEST_CASE("a folder goes while it is open, and only if it is empty") {
  const Scratch scratch;
  scratch.write("above/full/x", "x");
  CHECK(GuardedFolder::make(scratch.path(), "/above/empty").has_value());
  CHECK(GuardedFolder::remove_if_empty(scratch.path(), "/above/empty").has_value());
  CHECK(GuardedFolder::remove_if_empty(scratch.path(), "/above/none").has_value());
  CHECK(GuardedFolder::remove_if_empty(scratch.path(), "/none/below").has_value());
  CHECK(GuardedFolder::remove_if_empty(scratch.path(), "/above/full").error().code == Code::conflict);
  CHECK(!GuardedFolder::remove_if_empty(scratch.path(), "/above/full/x").has_value());
  CHECK(content_of(scratch / "above/full/x") == "x");
  const GuardedFolder folder = folder_of(scratch);
  CHECK(folder.names() == std::vector<std::string>{"above"});
  {
    const auto held = folder.create_folder("held");
    REQUIRE(held.has_value());
    CHECK(folder.remove_folder("held").has_value());
  }
  CHECK(scratch.names() == std::vector<std::string>{"above"});
}

}  // namespace
}  // namespace tocsin::updater
