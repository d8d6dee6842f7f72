// Where things are: the brand's folders, the user's variables, --root.
#include "schema/platform/known_paths.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "tests/schema/platform/scratch.h"

using namespace tocsin;

TEST_CASE("known_places: the user's places come from HOME and the XDG variables, absolute ones only") {
  struct Row {
    std::string_view name;
    const char *home, *config, *state;
    std::string_view user_policy, state_db;
  };
  const Row rows[] = {
      {"home alone", "/home/u", nullptr, nullptr, "/home/u/.config/example-messenger.conf",
       "/home/u/.local/state/example-messenger/state.db"},
      {"home with a slash", "/home/u/", nullptr, nullptr, "/home/u/.config/example-messenger.conf",
       "/home/u/.local/state/example-messenger/state.db"},
      {"xdg variables", "/home/u", "/c", "/s", "/c/example-messenger.conf", "/s/example-messenger/state.db"},
      {"xdg variables, no home", nullptr, "/c", "/s", "/c/example-messenger.conf",
       "/s/example-messenger/state.db"},
      {"empty xdg variables", "/h", "", "", "/h/.config/example-messenger.conf",
       "/h/.local/state/example-messenger/state.db"},
      {"relative xdg variables", "/h", "c", "./s", "/h/.config/example-messenger.conf",
       "/h/.local/state/example-messenger/state.db"},
      {"no home", nullptr, nullptr, nullptr, "", ""},
      {"relative home", "home", nullptr, nullptr, "", ""},
      {"empty home", "", nullptr, nullptr, "", ""},
      {"home, which is no path", "~", nullptr, nullptr, "", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Variable home("HOME", row.home), config("XDG_CONFIG_HOME", row.config),
        state("XDG_STATE_HOME", row.state);
    const Places places = known_places(brand(), "");
    CHECK(places.user_policy == row.user_policy);
    CHECK(places.state_db == row.state_db);
    CHECK(places.machine_policy == "/etc/example-messenger.conf");
  }
}

TEST_CASE("known_places: --root moves the machine's places and none of the user's") {
  struct Row {
    std::string_view name;
    std::string root, wanted;
  };
  const Row rows[] = {{"none", "", ""},
                      {"the machine itself", "/", ""},
                      {"absolute", "/srv/image", "/srv/image"},
                      {"closing slashes", "/srv/image//", "/srv/image"},
                      {"relative", "image", std::filesystem::current_path().string() + "/image"}};
  const Variable home("HOME", "/home/u"), config("XDG_CONFIG_HOME", nullptr);
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Places places = known_places(brand(), row.root);
    CHECK(places.root == row.wanted);
    CHECK(places.install_folder == row.wanted + "/opt/example/messenger");
    CHECK(places.machine_folder == row.wanted + "/var/lib/example-messenger");
    CHECK(places.machine_policy == row.wanted + "/etc/example-messenger.conf");
    CHECK(places.user_policy == "/home/u/.config/example-messenger.conf");
  }
}

TEST_CASE("own_folder is the folder of this very program") {
  const auto folder = own_folder();
  REQUIRE(folder.has_value());
  CHECK(*folder == std::filesystem::read_symlink("/proc/self/exe").parent_path().string());
}
