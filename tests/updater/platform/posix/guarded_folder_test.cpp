// What only POSIX has: links, pipes, other owners and modes are refused.
#include "updater/platform/guarded_folder.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "updater/platform/audience.h"
#include "updater/platform/live_pointer.h"
#include "updater/platform/posix/link.h"

namespace tocsin::updater {
namespace {

namespace fs = std::filesystem;

/// A folder of one test, gone afterwards.
class Bench {
 public:
  Bench() {
    std::array<char, 32> name = {"/tmp/tocsin-guarded.XXXXXX"};
    path_ = ::mkdtemp(name.data());
    fs::permissions(path_, fs::perms(0755));
  }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;
  ~Bench() { fs::remove_all(path_); }

  [[nodiscard]] std::string operator()(const std::string& name = {}) const {
    return name.empty() ? path_ : path_ + '/' + name;
  }
  void write(const std::string& name, std::string_view text, unsigned mode = 0644) const {
    std::ofstream(operator()(name)) << text;
    fs::permissions(operator()(name), fs::perms(mode));
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream in(operator()(name));
    return {std::istreambuf_iterator<char>(in), {}};
  }
  [[nodiscard]] GuardedFolder folder() const {
    auto folder = GuardedFolder::open(path_, "/");
    REQUIRE(folder.has_value());
    return std::move(*folder);
  }

 private:
  std::string path_;
};

std::string rule_of(const Result<GuardedFolder>& folder) {
  return folder ? "" : folder.error().rule;
}

TEST_CASE("what is walked into") {
  const Bench bench;
  fs::create_directories(bench("a/b"));
  fs::create_directory(bench("open"));
  fs::permissions(bench("open"), fs::perms(0775));
  fs::create_directory(bench("all"));
  fs::permissions(bench("all"), fs::perms(01777));
  fs::create_directory_symlink("a", bench("link"));
  fs::create_directory_symlink("b", bench("a/inner"));
  bench.write("file", "x");
  ::mkfifo(bench("pipe").c_str(), 0600);
  const struct {
    std::string_view name;
    std::string path;
    bool opens;
    std::string_view rule;
  } rows[] = {
      {"itself", "/", true, ""},
      {"one", "/a", true, ""},
      {"two", "/a/b", true, ""},
      {"doubled slashes", "//a//b/", true, ""},
      {"link", "/link", false, "KIND"},
      {"link to go through", "/link/b", false, "KIND"},
      {"link below", "/a/inner", false, "KIND"},
      {"file", "/file", false, "KIND"},
      {"pipe", "/pipe", false, "KIND"},
      {"through a file", "/file/x", false, "KIND"},
      {"group may write", "/open", false, "OWNER"},
      {"all may write", "/all", false, "OWNER"},
      {"up", "/a/..", false, "KIND"},
      {"here", "/./a", false, "KIND"},
      {"missing", "/none", false, ""},
      {"missing above", "/none/x", false, ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto folder = GuardedFolder::open(bench(), row.path);
    CHECK(folder.has_value() == row.opens);
    CHECK(rule_of(folder) == row.rule);
  }
  CHECK(GuardedFolder::open(bench(), "/none").error().code == Code::not_found);
  CHECK(GuardedFolder::make(bench(), "/new/below").has_value());
  CHECK(rule_of(GuardedFolder::make(bench(), "/link/new")) == "KIND");
  CHECK(!fs::exists(bench("a/new")));
}

TEST_CASE("what is read") {
  const Bench bench;
  bench.write("plain", "text");
  bench.write("shared", "text", 0664);
  bench.write("two names", "text");
  fs::create_hard_link(bench("two names"), bench("other name"));
  fs::create_symlink("plain", bench("link"));
  ::mkfifo(bench("pipe").c_str(), 0600);
  fs::create_directory(bench("folder"));
  const GuardedFolder folder = bench.folder();
  CHECK(folder.read("plain", 4) == std::string("text"));
  CHECK(folder.read("plain", 3).error().code == Code::too_large);
  CHECK(folder.read("none", 9).error().code == Code::not_found);
  const struct {
    std::string_view name, rule;
  } rows[] = {{"shared", "OWNER"}, {"two names", "KIND"}, {"other name", "KIND"},
              {"link", "KIND"},    {"pipe", "KIND"},      {"folder", "KIND"}};
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto text = folder.read(std::string(row.name), 9);
    CHECK(!text.has_value());
    if (!text) CHECK(text.error().rule == row.rule);
  }
}

TEST_CASE("what exists is not written into") {
  const Bench bench;
  bench.write("canary", "alive");
  bench.write("file", "old");
  fs::create_symlink("canary", bench("link"));
  fs::create_hard_link(bench("canary"), bench("second name"));
  const GuardedFolder folder = bench.folder();
  CHECK(!folder.create_file("file", 0644).has_value());
  CHECK(!folder.create_file("link", 0644).has_value());
  CHECK(folder.create_folder("file").error().code == Code::conflict);
  CHECK(folder.replace("link", "new", 0644, Durability::durable).has_value());
  CHECK(folder.replace("second name", "new", 0600, Durability::cached).has_value());
  CHECK(bench.read("canary") == "alive");
  CHECK(bench.read("link") == "new");
  CHECK(folder.holds_file("second name", 0600, 3));
}

TEST_CASE("ensure changes only what differs") {
  const Bench bench;
  const GuardedFolder folder = bench.folder();
  CHECK(folder.ensure("f", "text", 0644) == true);
  CHECK(folder.ensure("f", "text", 0644) == false);
  CHECK(folder.ensure("f", "texts", 0644) == true);
  fs::permissions(bench("f"), fs::perms(0666));
  CHECK(folder.ensure("f", "texts", 0644) == true);
  bench.write(".f.new", "the rest of an interrupted run");
  CHECK(folder.ensure("f", "texts", 0644) == false);
  CHECK(!fs::exists(bench(".f.new")));
  fs::remove(bench("f"));
  fs::create_directory(bench("f"));
  CHECK(!folder.ensure("f", "text", 0644).has_value());
  CHECK(fs::is_directory(bench("f")));
  CHECK(!fs::exists(bench(".f.new")));
}

TEST_CASE("what is removed") {
  const Bench bench;
  bench.write("canary", "alive");
  bench.write("file", "x");
  fs::create_symlink("canary", bench("link"));
  fs::create_directories(bench("full/inner"));
  const GuardedFolder folder = bench.folder();
  CHECK(!folder.remove_regular("link").has_value());
  CHECK(folder.remove("link").has_value());
  CHECK(bench.read("canary") == "alive");
  CHECK(folder.remove("none").has_value());
  CHECK(folder.remove_regular("none").has_value());
  CHECK(!folder.remove("full").has_value());
  CHECK(!folder.remove_regular("full").has_value());
  CHECK(folder.remove_folder("full").error().code == Code::conflict);
  CHECK(!folder.remove_folder("file").has_value());
  CHECK(folder.remove_regular("file").has_value());
  CHECK(fs::exists(bench("full/inner")));
}

TEST_CASE("the pointer") {
  const Bench bench;
  const GuardedFolder folder = bench.folder();
  CHECK(read_live_pointer(folder).error().code == Code::not_found);
  CHECK(set_live_pointer(folder, "1.1.00000000").has_value());
  CHECK(set_live_pointer(folder, "1.2.00000000").has_value());
  CHECK(read_live_pointer(folder) == std::string("1.2.00000000"));
  CHECK(fs::read_symlink(bench("current")) == "1.2.00000000");
  fs::create_symlink("x", bench(".current.new"));
  CHECK(tidy_live_pointer(folder).has_value());
  CHECK(!fs::is_symlink(bench(".current.new")));
  CHECK(clear_live_pointer(folder).has_value());
  bench.write("current", "no link");
  CHECK(read_live_pointer(folder).error().rule == "KIND");
  CHECK(set_live_pointer(folder, "1.3.00000000").has_value());
  CHECK(read_live_pointer(folder) == std::string("1.3.00000000"));
  CHECK(ensure_link(folder, "other", "target") == true);
  CHECK(ensure_link(folder, "other", "target") == false);
}

TEST_CASE("handled") {
  const Bench bench;
  const GuardedFolder folder = bench.folder();
  const std::string group = std::to_string(::getgid());
  CHECK(ensure_handled_folder(folder, "handled", group) == true);
  CHECK(ensure_handled_folder(folder, "handled", group) == false);
  struct stat about = {};
  REQUIRE(::stat(bench("handled").c_str(), &about) == 0);
  CHECK((about.st_mode & 07777) == 03775);
  CHECK(about.st_gid == ::getgid());
  fs::permissions(bench("handled"), fs::perms(0777));
  CHECK(ensure_handled_folder(folder, "handled", group) == true);
  bench.write("handled/n.a.1.1000", "");
  fs::create_directory(bench("handled/planted"));
  CHECK(remove_handled_folder(folder, "handled").error().code == Code::denied);
  CHECK(!fs::exists(bench("handled/n.a.1.1000")));
  fs::remove(bench("handled/planted"));
  CHECK(remove_handled_folder(folder, "handled").has_value());
  CHECK(remove_handled_folder(folder, "handled").has_value());
  fs::create_symlink("elsewhere", bench("handled"));
  CHECK(ensure_handled_folder(folder, "handled", group).error().rule == "KIND");
  CHECK(remove_handled_folder(folder, "handled").error().rule == "KIND");
}

}  // namespace
}  // namespace tocsin::updater
