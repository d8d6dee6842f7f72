// What the pointer on Windows says.
#include "notifier/session/win/live_set.h"

#include <doctest/doctest.h>

#include <string>

#include "notifier/session/installed_set.h"
#include "tests/schema/platform/scratch.h"

using namespace tocsin;

TEST_CASE("folder_of_run_value") {
  using namespace std::string_view_literals;
  struct Row {
    std::string_view name, value, wanted;
  };
  const Row rows[] = {
      {"as it is written", R"("C:\Program Files\Example\Messenger\1.7.0a1b2c3d\Example.Messenger.exe")",
       R"(C:\Program Files\Example\Messenger\1.7.0a1b2c3d)"},
      {"with arguments", R"("C:\a\b.exe" --scheduled)", R"(C:\a)"},
      {"two quoted words", R"("C:\a\b.exe" "x")", R"(C:\a)"},
      {"no quotes", R"(C:\a\b.exe)", "(none)"},
      {"not closed", R"("C:\a\b.exe)", "(none)"},
      {"more without a blank", R"("C:\a\b.exe"x)", "(none)"},
      {"blank before", R"( "C:\a\b.exe")", "(none)"},
      {"relative", R"("a\b.exe")", "(none)"},
      {"share", R"("\\server\a\b.exe")", "(none)"},
      {"device", R"("\\?\C:\a\b.exe")", "(none)"},
      {"slashes", R"("C:/a/b.exe")", "(none)"},
      {"a drive's own folder", R"("C:\b.exe")", "(none)"},
      {"a folder", R"("C:\a\")", "(none)"},
      {"no program", R"("")", "(none)"},
      {"a quote alone", R"(")", "(none)"},
      {"empty", "", "(none)"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(folder_of_run_value(row.value).value_or("(none)") == row.wanted);
  }
}

TEST_CASE("live_folder below a root: the file `current`") {
  const Scratch scratch;
  Places places;
  places.root = scratch.path();
  places.install_folder = scratch / "install";
  scratch.write("install/1.7.0a1b2c3d/scf.dat", "");
  scratch.write("install/plain.txt", "");
  scratch.write("1.7.0a1b2c3e/scf.dat", "");
  struct Row {
    std::string_view name, pointer;
    bool wanted;
  };
  const Row rows[] = {{"a set", "1.7.0a1b2c3d", true},
                      {"with a line end", "1.7.0a1b2c3d\r\n", true},
                      {"a set that is not there", "1.7.ffffffff", false},
                      {"above", "..\\1.7.0a1b2c3e", false},
                      {"no set's name", "plain.txt", false},
                      {"empty", "", false},
                      {"too long", std::string_view(), false}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const std::string text =
        row.name == "too long" ? "1.7.0a1b2c3d" + std::string(300, '\n') : std::string(row.pointer);
    scratch.write("install/current", text);
    const auto folder = live_folder(places);
    CHECK(folder.has_value() == row.wanted);
    if (folder) CHECK(folder->ends_with("\\install\\1.7.0a1b2c3d"));
  }
  std::filesystem::remove(native_path(scratch / "install/current"));
  CHECK_FALSE(live_folder(places).has_value());
}
