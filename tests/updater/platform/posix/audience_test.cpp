// The audience's group in an image's own file, and by the name service of this machine.
#include "updater/platform/audience.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

namespace tocsin::updater {
namespace {

namespace fs = std::filesystem;

std::string found_in(std::string_view text) {
  std::array<char, 32> name = {"/tmp/tocsin-group.XXXXXX"};
  const std::string root = ::mkdtemp(name.data());
  fs::create_directory(root + "/etc");
  std::ofstream(root + "/etc/group") << text;
  const auto gid = resolve_group(root, "admins");
  fs::remove_all(root);
  return gid ? *gid : "error";
}

TEST_CASE("an image's group file") {
  std::string huge = "staff:x:50:\nadmins:x:40100:";
  for (int i = 0; i < 5000; ++i) huge += "member" + std::to_string(i) + ',';
  const struct {
    std::string_view name, text, gid;
  } rows[] = {
      {"alone", "admins:x:40100:\n", "40100"},
      {"among others", "root:x:0:\nadmins2:x:1:\nadmins:x:7:a,b\n", "7"},
      {"no line end", "admins:x:7:", "7"},
      {"no members field", "admins:x:7", "7"},
      {"5,000 members", huge, "40100"},
      {"the first counts", "admins:x:7:\nadmins:x:8:\n", "7"},
      {"a broken line before", "admins:x:\nadmins:x:8:\n", "8"},
      {"missing", "root:x:0:\n", ""},
      {"empty", "", ""},
      {"a longer name", "admins2:x:7:\n", ""},
      {"a shorter name", "admin:x:7:\n", ""},
      {"as a member only", "root:x:0:admins\n", ""},
      {"not a number", "admins:x:seven:\n", ""},
      {"negative", "admins:x:-1:\n", ""},
      {"too great", "admins:x:4294967295:\n", ""},
      {"blank", "admins:x: 7:\n", ""},
      {"commented out", "#admins:x:7:\n", ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(found_in(row.text) == row.gid);
  }
}

TEST_CASE("the machine's own") {
  CHECK(resolve_group("", "root") == std::string("0"));
  CHECK(resolve_group("", "tocsin-no-such-group") == std::string());
}

}  // namespace
}  // namespace tocsin::updater
