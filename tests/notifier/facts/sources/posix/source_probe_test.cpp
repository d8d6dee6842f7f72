// The live machine, laid out below a folder: what stands beside the table of answers, and the system itself.
#include "notifier/facts/sources/source_probe.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/utsname.h>

#include "tests/notifier/facts/sources/probed_words.h"
#include "tests/schema/platform/scratch.h"

using namespace tocsin;
using Kind = Source::Kind;

namespace {

void lay_out_machine(const Scratch& root) {
  root.write("var/lib/dpkg/status",
             "Package: example-av\nStatus: install ok installed\nVersion: 1:9.5-2\n\n"
             "Package: example-old\nStatus: deinstall ok config-files\nVersion: 1\n\n"
             "Package: odd\nStatus: install ok installed\nVersion: " +
                 std::string(300, '1') + "\n\n");
  root.write("etc/example/av-release",
             "NAME=\"Example AV\"\nVERSION=9.5\nEMPTY=\nLONG=" + std::string(300, '1') + "\n");
  root.write("etc/example/av.ini", "[product]\nversion=9.6\n");
  root.write("etc/example/av.xml", "<av><version>9.7</version></av>");
  root.write("etc/example/broken.xml", "<av><version>");
  root.write("etc/example/large.ini", std::string((1u << 20) + 1, ';'));
  root.write("etc/example/large-release", std::string((64u << 10) + 1, '#'));
  ::mkfifo((root / "etc/example/fifo").c_str(), 0644);
  root.write("usr/lib/systemd/system/plain.service", "[Unit]\n");
  root.write("usr/lib/systemd/system/masked.service", "[Unit]\n");
  root.write("usr/lib/systemd/system/emptied.service", "[Unit]\n");
  root.write("lib/systemd/system/old-place.service", "[Unit]\n");
  root.write("etc/systemd/system/emptied.service", "");
  const auto link = [&](std::string_view to, std::string_view name) {
    std::filesystem::create_symlink(to, root / name);
  };
  link("/dev/null", "etc/systemd/system/masked.service");
  link("/usr/lib/systemd/system/plain.service", "etc/systemd/system/alias.service");
  link("gone.service", "etc/systemd/system/dangling.service");
  link("loop", "loop");
}

}  // namespace

TEST_CASE("system_probe: each kind of source") {
  const Scratch root;
  lay_out_machine(root);
  const auto probe = system_probe(root.path());
  struct Row {
    std::string_view name;
    Source source;
    std::string_view wanted;
  };
  const Row rows[] = {
      {"package", source(Kind::package, "example-av"), "found 1:9.5-2"},
      {"second package of one mapping", source(Kind::package, "example-old"), "absent"},
      {"package missing", source(Kind::package, "example"), "absent"},
      {"package, a version that none can be", source(Kind::package, "odd"), "failed"},
      {"keyfile", source(Kind::keyfile, "/etc/example/av-release", "VERSION"), "found 9.5"},
      {"keyfile, empty value", source(Kind::keyfile, "/etc/example/av-release", "EMPTY"), "found"},
      {"keyfile, no such key", source(Kind::keyfile, "/etc/example/av-release", "ID"), "absent"},
      {"keyfile, endless value", source(Kind::keyfile, "/etc/example/av-release", "LONG"), "failed"},
      {"keyfile missing", source(Kind::keyfile, "/etc/example/none", "VERSION"), "absent"},
      {"keyfile below a file", source(Kind::keyfile, "/etc/example/av-release/x", "VERSION"), "absent"},
      {"keyfile is a folder", source(Kind::keyfile, "/etc/example", "VERSION"), "failed"},
      {"keyfile is a fifo", source(Kind::keyfile, "/etc/example/fifo", "VERSION"), "failed"},
      {"keyfile too large", source(Kind::keyfile, "/etc/example/large-release", "VERSION"), "failed"},
      {"keyfile is a loop", source(Kind::keyfile, "/loop", "VERSION"), "failed"},
      {"config, INI", source(Kind::config, "/etc/example/av.ini", "[product]version"), "found 9.6"},
      {"config, XML", source(Kind::config, "/etc/example/av.xml", "/av/version"), "found 9.7"},
      {"config, no such place", source(Kind::config, "/etc/example/av.xml", "/av/build"), "absent"},
      {"config, not well-formed", source(Kind::config, "/etc/example/broken.xml", "/av/version"), "failed"},
      {"config too large", source(Kind::config, "/etc/example/large.ini", "[a]b"), "failed"},
      {"config missing", source(Kind::config, "/etc/example/none", "[a]b"), "absent"},
      {"file", source(Kind::file, "/etc/example/av.ini"), "found"},
      {"file missing", source(Kind::file, "/etc/example/none"), "absent"},
      {"file below a file", source(Kind::file, "/etc/example/av.ini/x"), "absent"},
      {"file is a folder", source(Kind::file, "/etc/example"), "absent"},
      {"file is a loop", source(Kind::file, "/loop"), "failed"},
      {"path of the other system", source(Kind::file, "%ProgramFiles%\\Example\\av.exe"), "not applicable"},
      {"drive of the other system", source(Kind::config, "C:\\x.ini", "[a]b"), "not applicable"},
      {"service", source(Kind::service, "plain"), "found"},
      {"service in /lib", source(Kind::service, "old-place"), "found"},
      {"service by another name", source(Kind::service, "alias"), "found"},
      {"service masked", source(Kind::service, "masked"), "absent"},
      {"service masked by an empty file", source(Kind::service, "emptied"), "absent"},
      {"service, link to nowhere", source(Kind::service, "dangling"), "absent"},
      {"service missing", source(Kind::service, "none"), "absent"},
      {"service that is a path", source(Kind::service, "../system/plain"), "failed"},
      {"service without a name", source(Kind::service, ""), "failed"},
      {"registry", source(Kind::registry, "HKLM\\SOFTWARE\\Example", "Version"), "not applicable"},
      {"uninstall", source(Kind::uninstall, "Example Anti-Virus"), "not applicable"},
      {"unknown", source(Kind::unknown, "x"), "failed"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(word(probe->look(row.source)) == row.wanted);
  }
}

TEST_CASE("system_probe: this machine's own dpkg, where it has one") {
  const bool has_dpkg = std::filesystem::exists("/var/lib/dpkg/status");
  const Probed probed = system_probe("")->look(source(Kind::package, "dpkg"));
  CHECK((probed.outcome == Probed::Outcome::found) == has_dpkg);
  CHECK(probed.version.empty() == !has_dpkg);
}

TEST_CASE("system_probe: what the system is like") {
  struct Row {
    std::string_view name, etc;
    std::optional<std::vector<std::string>> like;
  };
  const std::vector<std::string> none;
  const Row rows[] = {
      {"one", "ID=ubuntu\nID_LIKE=debian\n", std::vector<std::string>{"debian"}},
      {"two", "ID=rocky\nID_LIKE=\"rhel  fedora \"\n", std::vector<std::string>{"rhel", "fedora"}},
      {"none", "ID=debian\n", none},
      {"empty", "ID=debian\nID_LIKE=\n", none},
      {"not understood", "ID=ubuntu\nID_LIKE=debian ubuntu\n", std::nullopt},
      {"no file", "", std::nullopt}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Scratch root;
    if (!row.etc.empty()) root.write("etc/os-release", row.etc);
    CHECK(system_probe(root.path())->os().like == row.like);
  }
}

TEST_CASE("system_probe: the operating system") {
  struct Row {
    std::string_view name, etc, usr, id, version;
  };
  const Row rows[] = {{"debian", "ID=debian\nVERSION_ID=\"12\"\n", "", "debian", "12"},
                      {"only in /usr/lib", "", "ID=fedora\nVERSION_ID=40\n", "fedora", "40"},
                      {"/etc wins", "ID=a\nVERSION_ID=1\n", "ID=b\nVERSION_ID=2\n", "a", "1"},
                      {"rolling: no version", "ID=arch\n", "", "arch", ""},
                      {"/usr/lib does not fill gaps", "ID=arch\n", "ID=b\nVERSION_ID=2\n", "arch", ""},
                      {"broken quote", "ID=\"debian\nVERSION_ID=12\n", "", "", "12"},
                      {"none", "", "", "", ""}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Scratch root;
    if (!row.etc.empty()) root.write("etc/os-release", row.etc);
    if (!row.usr.empty()) root.write("usr/lib/os-release", row.usr);
    const OsFact os = system_probe(root.path())->os();
    CHECK(os.family == "linux");
    CHECK(os.id == row.id);
    CHECK(os.version == row.version);
    utsname about = {};
    REQUIRE(::uname(&about) == 0);
    CHECK(os.arch == (std::string_view(about.machine) == "aarch64" ? "arm64" : about.machine));
  }
}
