// One holder a display.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>

#include "notifier/platform/session.h"
#include "tests/schema/platform/scratch.h"

using namespace tocsin;

namespace {

std::string code_of(const Result<SingleInstance>& result) {
  return result ? "" : std::string(code_name(result.error().code));
}

}  // namespace

TEST_CASE("SingleInstance: the second of one display is turned away, until the first ends") {
  const Scratch scratch;
  const Variable run_time("XDG_RUNTIME_DIR", scratch.path().c_str());
  const Variable wayland("WAYLAND_DISPLAY", nullptr), x11("DISPLAY", ":0");
  {
    auto first = SingleInstance::take("example", "");
    REQUIRE(first.has_value());
    CHECK(code_of(SingleInstance::take("example", "")) == "conflict");
    CHECK(code_of(SingleInstance::take("other", "")) == "");
    const SingleInstance moved = std::move(*first);
    CHECK(code_of(SingleInstance::take("example", "")) == "conflict");
  }
  CHECK(code_of(SingleInstance::take("example", "")) == "");
  struct stat about = {};
  REQUIRE(::stat((scratch / "example._0.lock").c_str(), &about) == 0);
  CHECK((about.st_mode & 0777u) == 0600u);
}

TEST_CASE("SingleInstance: what counts as the same display as :0") {
  struct Row {
    std::string_view name;
    const char *x11, *wayland;
    std::string_view wanted;
  };
  const Row rows[] = {{"the same", ":0", nullptr, "conflict"},
                      {"another screen of it", ":0.1", nullptr, "conflict"},
                      {"another display", ":1", nullptr, ""},
                      {"another machine's", "host.example:0", nullptr, ""},
                      {"a Wayland session", ":0", "wayland-0", ""},
                      {"hostile name", "/../../x", nullptr, ""},
                      {"none", nullptr, nullptr, ""}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Scratch scratch;
    const Variable run_time("XDG_RUNTIME_DIR", scratch.path().c_str());
    const Variable wayland("WAYLAND_DISPLAY", nullptr), x11("DISPLAY", ":0");
    const auto holder = SingleInstance::take("example", "");
    REQUIRE(holder.has_value());
    const Variable other_wayland("WAYLAND_DISPLAY", row.wayland), other_x11("DISPLAY", row.x11);
    CHECK(code_of(SingleInstance::take("example", "")) == row.wanted);
    CHECK(scratch.names().size() == (row.wanted.empty() ? 2 : 1));
  }
}

TEST_CASE("SingleInstance: without a run-time folder, the user's state folder") {
  const Scratch scratch;
  const Variable wayland("WAYLAND_DISPLAY", nullptr), x11("DISPLAY", ":0");
  const std::string gone = scratch / "gone";
  struct Row {
    std::string_view name;
    const char* run_time;
  };
  const Row rows[] = {
      {"not set", nullptr}, {"empty", ""}, {"relative", "relative"}, {"not there", gone.c_str()}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Variable run_time("XDG_RUNTIME_DIR", row.run_time);
    const auto holder = SingleInstance::take("example", scratch / "state/example");
    REQUIRE(holder.has_value());
    CHECK(std::filesystem::exists(scratch / "state/example/example._0.lock"));
    CHECK(code_of(SingleInstance::take("example", scratch / "state/example")) == "conflict");
    CHECK(code_of(SingleInstance::take("example", "")) == "io");
  }
}

TEST_CASE("SingleInstance: a link in the lock's place is not followed") {
  const Scratch scratch;
  const Variable run_time("XDG_RUNTIME_DIR", scratch.path().c_str());
  const Variable wayland("WAYLAND_DISPLAY", nullptr), x11("DISPLAY", ":0");
  std::filesystem::create_symlink("elsewhere", scratch / "example._0.lock");
  CHECK(code_of(SingleInstance::take("example", "")) != "");
  CHECK_FALSE(std::filesystem::exists(scratch / "elsewhere"));
}
