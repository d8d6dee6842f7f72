// Where things are: the system's known folders, the brand's names below them, --root.
#include "schema/platform/known_paths.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "tests/schema/platform/scratch.h"

using namespace tocsin;

TEST_CASE("known_places: below the system's folders; --root moves the machine's and none of the user's") {
  const Places here = known_places(brand(), "");
  CHECK(here.root.empty());
  CHECK(here.install_folder == "C:\\Program Files\\Example\\Messenger");
  CHECK(here.machine_folder == "C:\\ProgramData\\Example\\Messenger");
  CHECK(here.state_db.ends_with("\\AppData\\Local\\Example\\Messenger\\state.db"));
  CHECK(here.machine_policy == "HKLM\\Software\\Policies\\Example\\Messenger");
  CHECK(here.user_policy == "HKCU\\Software\\Example\\Messenger");
  struct Row {
    std::string_view name;
    std::string root, wanted;
  };
  const Row rows[] = {{"absolute", "D:\\image", "D:\\image"},
                      {"slashes", "D:/image/", "D:\\image"},
                      {"closing separators", "D:\\image\\\\", "D:\\image"},
                      {"a drive", "D:\\", "D:"},
                      {"climbing", "D:\\a\\..\\image", "D:\\image"},
                      {"relative", "image", std::filesystem::current_path().string() + "\\image"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Places places = known_places(brand(), row.root);
    CHECK(places.root == row.wanted);
    CHECK(places.install_folder == row.wanted + "\\Program Files\\Example\\Messenger");
    CHECK(places.machine_folder == row.wanted + "\\ProgramData\\Example\\Messenger");
    CHECK(places.machine_policy == here.machine_policy);
    CHECK(places.state_db == here.state_db);
  }
}

TEST_CASE("known_places: the user's environment moves nothing") {
  const Places before = known_places(brand(), "");
  const Variable local("LOCALAPPDATA", "D:\\else"), programs("ProgramFiles", "D:\\else"),
      machine("ProgramData", "D:\\else");
  const Places after = known_places(brand(), "");
  CHECK(after.install_folder == before.install_folder);
  CHECK(after.machine_folder == before.machine_folder);
  CHECK(after.state_db == before.state_db);
}

TEST_CASE("below_root: without the drive") {
  CHECK(below_root("", "C:\\a") == "C:\\a");
  CHECK(below_root("D:\\image", "C:\\a\\b") == "D:\\image\\a\\b");
  CHECK(below_root("D:", "C:\\a") == "D:\\a");
  CHECK(below_root("D:\\image", "") == "D:\\image");
}

TEST_CASE("own_folder is the folder of this very program") {
  const auto folder = own_folder();
  REQUIRE(folder.has_value());
  CHECK(std::filesystem::exists(*folder + "\\platform_test.exe"));
  CHECK_FALSE(folder->starts_with("\\\\"));
}
