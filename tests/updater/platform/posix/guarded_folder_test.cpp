// What only POSIX has: links, pipes, other owners and modes are refused.
#include "updater/platform/guarded_folder.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "tests/updater/platform/below.h"
#include "updater/platform/audience.h"
#include "updater/platform/live_pointer.h"
#include "updater/platform/posix/link.h"

namespace tocsin {
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
    auto folder = folder_below(path_, "/");
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
      {"a link of root's at the top", "/link/b", true, ""},
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
    const auto folder = folder_below(bench(), row.path);
    CHECK(folder.has_value() == row.opens);
    CHECK(rule_of(folder) == row.rule);
  }
  CHECK(folder_below(bench(), "/none").error().code == Code::not_found);
  CHECK(make_folder_below(bench(), "/new/below").has_value());
  CHECK(rule_of(make_folder_below(bench(), "/a/inner/new")) == "KIND");
  CHECK(!fs::exists(bench("a/b/new")));
}

TEST_CASE("a link of root's directly below the root is followed, once") {
  const Bench bench;
  fs::create_directories(bench("var/opt/here"));
  fs::create_directory(bench("open"));
  fs::permissions(bench("open"), fs::perms(0777));
  fs::create_directory_symlink("var/opt", bench("opt"));
  fs::create_directory_symlink("/var/opt", bench("whole"));
  fs::create_directory_symlink("opt", bench("twice"));
  fs::create_directory_symlink("none", bench("dangling"));
  fs::create_directory_symlink("../var", bench("up"));
  fs::create_directory_symlink("open", bench("weak"));
  fs::create_directory_symlink("here", bench("var/opt/inner"));
  const struct {
    std::string_view name;
    std::string path;
    bool is_made;
    std::string_view rule, said;
  } rows[] = {
      {"relative", "/opt/new", true, "", ""},
      {"absolute: seen from the root", "/whole/new", true, "", ""},
      {"a link to a link", "/twice/new", false, "KIND", "/twice: is a link to opt"},
      {"nowhere", "/dangling/new", false, "KIND", "/dangling: is a link to none"},
      {"up", "/up/new", false, "KIND", "/up: is a link to ../var"},
      {"to where others may write", "/weak/new", false, "OWNER", "/weak: is a link to open"},
      {"further down", "/opt/inner/new", false, "KIND", "/opt/inner: is a link"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto made = make_folder_below(bench(), row.path);
    CHECK(made.has_value() == row.is_made);
    if (made) CHECK(made->path() == bench() + row.path);
    if (made) continue;
    CHECK(made.error().rule == row.rule);
    CHECK(made.error().detail.starts_with(bench() + std::string(row.said)));
  }
  CHECK(fs::exists(bench("var/opt/new")));
  CHECK(folder_below(bench(), "/dangling/x").error().code == Code::not_found);
  CHECK(!fs::exists(bench("none")));
}

TEST_CASE("the root: opened once, and nobody else's on the way to it") {
  const Bench bench;
  fs::create_directories(bench("a/image"));
  fs::create_directories(bench("weak/image"));
  fs::permissions(bench("weak"), fs::perms(0777));
  fs::create_directories(bench("sticky/image"));
  fs::permissions(bench("sticky"), fs::perms(01777));
  fs::create_directory_symlink("a", bench("link"));
  CHECK(GuardedRoot::open(bench("a/image")).has_value());
  CHECK(GuardedRoot::open(bench("a/./x/../image/")).has_value());
  CHECK(GuardedRoot::open(bench("sticky/image")).has_value());
  CHECK(GuardedRoot::open(bench("sticky")).error().rule == "OWNER");
  CHECK(GuardedRoot::open(bench("weak/image")).error().rule == "OWNER");
  CHECK(GuardedRoot::open(bench("link/image")).error().rule == "KIND");
  CHECK(GuardedRoot::open(bench("none")).error().code == Code::not_found);
  const auto root = GuardedRoot::open(bench("a/image"));
  REQUIRE(root.has_value());
  CHECK(!root->holds_system());
  fs::rename(bench("a"), bench("b"));
  fs::create_directories(bench("a/image/etc"));
  CHECK(root->make_folder("/etc").has_value());
  CHECK(fs::exists(bench("b/image/etc")));
  CHECK(root->holds_system());
}

TEST_CASE("refusals name the whole path and the reason") {
  const Bench bench;
  bench.write("file", "x");
  bench.write("shared", "x", 0664);
  bench.write("one", "x");
  fs::create_hard_link(bench("one"), bench("two"));
  fs::create_symlink("file", bench("link"));
  fs::create_directory(bench("folder"));
  const GuardedFolder folder = bench.folder();
  CHECK(folder.read("link", 9).error().detail == bench("link") + ": is a link, not a file");
  CHECK(folder.read("folder", 9).error().detail == bench("folder") + ": is a folder, not a file");
  CHECK(folder.read("shared", 9).error().detail == bench("shared") + ": others than root may write to it");
  CHECK(folder.read("two", 9).error().detail == bench("two") + ": has a second name (a hard link)");
  CHECK(folder.read("none", 9).error().detail == bench("none"));
  CHECK(folder.folder("file").error().detail == bench("file") + ": is a file");
  CHECK(folder.create_file("file", 0644).error().detail == bench("file"));
  CHECK(folder.remove_regular("link").error().detail == bench("link") + ": is a link, not a file");
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

TEST_CASE("a secret is the owner's and its group's to read") {
  const Bench bench;
  const GuardedFolder folder = bench.folder();
  const std::string group = std::to_string(::getgid());
  const auto mode = [&] {
    struct stat about = {};
    REQUIRE(::stat(bench("secret").c_str(), &about) == 0);
    return about.st_mode & 07777;
  };
  CHECK(let_group_read(folder, "secret", group).error().code == Code::not_found);
  REQUIRE(folder.replace("secret", "x", kPrivateMode, Durability::cached));
  CHECK(let_group_read(folder, "secret", group) == true);
  CHECK(let_group_read(folder, "secret", group) == false);
  CHECK(mode() == 0640);
  fs::permissions(bench("secret"), fs::perms(0644));
  CHECK(let_group_read(folder, "secret", group) == true);
  CHECK(mode() == 0640);
  fs::create_hard_link(bench("secret"), bench("second"));
  CHECK(let_group_read(folder, "secret", group).error().rule == "KIND");
  fs::remove(bench("second"));
  fs::create_symlink("secret", bench("link"));
  CHECK(let_group_read(folder, "link", group).error().rule == "KIND");
  if (::geteuid() == 0 && ::getgid() == 0) {  // for no group the file is private, whatever it was
    CHECK(let_group_read(folder, "secret", "") == true);
    CHECK(mode() == 0600);
  }
}

std::vector<std::string> names_in(const std::string& path) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(path)) names.push_back(entry.path().filename());
  return names;
}

TEST_CASE("handled: so many names are removed and no more") {
  const Bench bench;
  const GuardedFolder folder = bench.folder();
  REQUIRE(ensure_handled_folder(folder, "handled", std::to_string(::getgid())).has_value());
  for (std::size_t k = 0; k < kMostRemoved + 5; ++k) bench.write("handled/" + std::to_string(k), "");
  CHECK(remove_handled_folder(folder, "handled")->ends_with("only root can reach it"));
  CHECK(names_in(bench("handled")).size() == 5);
  CHECK(remove_handled_folder(folder, "handled") == std::string());
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
  bench.write("canary", "alive");
  fs::create_symlink("../canary", bench("handled/link"));
  fs::create_directories(bench("handled/planted/below"));
  fs::create_directory(bench("handled/empty"));
  const auto left = remove_handled_folder(folder, "handled");
  REQUIRE(left.has_value());
  CHECK(left->starts_with(bench("handled") + ": holds more than marks"));
  CHECK(names_in(bench("handled")) == std::vector<std::string>{"planted"});
  REQUIRE(::stat(bench("handled").c_str(), &about) == 0);
  CHECK((about.st_mode & 07777) == 0700);
  CHECK(bench.read("canary") == "alive");
  fs::remove_all(bench("handled/planted"));
  CHECK(remove_handled_folder(folder, "handled") == std::string());
  CHECK(remove_handled_folder(folder, "handled") == std::string());
  CHECK(!fs::exists(bench("handled")));
  fs::create_symlink("elsewhere", bench("handled"));
  CHECK(ensure_handled_folder(folder, "handled", group).error().rule == "KIND");
  CHECK(remove_handled_folder(folder, "handled").error().rule == "KIND");
}

}  // namespace
}  // namespace tocsin
