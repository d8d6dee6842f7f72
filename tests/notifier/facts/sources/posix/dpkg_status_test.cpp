// The dpkg database's text: what counts as installed, and what only looks like it.
#include "notifier/facts/sources/posix/dpkg_status.h"

#include <doctest/doctest.h>

#include <string>

using namespace tocsin;

namespace {

std::string stanza(std::string_view package, std::string_view status, std::string_view version) {
  return "Package: " + std::string(package) + "\nStatus: " + std::string(status) +
         "\nPriority: optional\nArchitecture: amd64\nVersion: " + std::string(version) +
         "\nDescription: something\n continued\n .\n more\n\n";
}

const std::string kOk = "install ok installed";

/// The version of a present package, "absent" or "unknown".
std::string answer(std::string_view status, std::string_view package = "foo") {
  const PackageEntry entry = package_entry(status, package);
  if (entry.state == PackageEntry::State::present) return std::string(entry.version);
  return entry.state == PackageEntry::State::absent ? "absent" : "unknown";
}

}  // namespace

TEST_CASE("package_entry: present") {
  struct Row {
    std::string_view name;
    std::string status;
    std::string_view wanted;
  };
  const Row rows[] = {
      {"only one", stanza("foo", kOk, "1.0-1"), "1.0-1"},
      {"first of two", stanza("foo", kOk, "1.0") + stanza("zoo", kOk, "9"), "1.0"},
      {"last of two", stanza("bar", kOk, "9") + stanza("foo", kOk, "1:1.0~rc1"), "1:1.0~rc1"},
      {"between its look-alikes",
       stanza("fo", kOk, "7") + stanza("foo", kOk, "1.0") + stanza("foo-bar", kOk, "8") +
           stanza("foobar", kOk, "9"),
       "1.0"},
      {"on hold", stanza("foo", "hold ok installed", "1.0"), "1.0"},
      {"to be removed", stanza("foo", "deinstall ok installed", "1.0"), "1.0"},
      {"triggers awaited", stanza("foo", "install ok triggers-awaited", "1.0"), "1.0"},
      {"triggers pending", stanza("foo", "install ok triggers-pending", "1.0"), "1.0"},
      {"behind another architecture's half",
       stanza("foo", "install ok half-installed", "0.9") + stanza("foo", kOk, "1.0"), "1.0"},
      {"no final line end", "Package: foo\nStatus: install ok installed\nVersion: 1.0", "1.0"},
      {"no blank line at the end", "Package: foo\nStatus: install ok installed\nVersion: 1.0\n", "1.0"},
      {"name not first in its stanza", "Status: install ok installed\nPackage: foo\nVersion: 1.0\n\n", "1.0"},
      {"version first", "x: y\n\nVersion: 1.0\nStatus: install ok installed\nPackage: foo\n\n", "1.0"},
      {"second architecture", stanza("foo", "deinstall ok config-files", "0.9") + stanza("foo", kOk, "1.0"),
       "1.0"},
      {"no version", "Package: foo\nStatus: install ok installed\n\n", ""},
      {"version of the next stanza is not its own",
       "Package: foo\nStatus: install ok installed\n\nPackage: goo\nVersion: 9\n\n", ""},
      {"behind a huge line",
       "Package: a\nDescription: " + std::string(3 << 20, 'x') + "\n\n" + stanza("foo", kOk, "1.0"), "1.0"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(answer(row.status) == row.wanted);
  }
}

TEST_CASE("package_entry: absent") {
  struct Row {
    std::string_view name;
    std::string status;
  };
  const Row rows[] = {
      {"empty file", ""},
      {"other package", stanza("bar", kOk, "1")},
      {"longer name", stanza("foo-bar", kOk, "1")},
      {"name as an ending", stanza("libfoo", kOk, "1")},
      {"other case", stanza("Foo", kOk, "1")},
      {"removed, configuration left", stanza("foo", "deinstall ok config-files", "1")},
      {"purged", stanza("foo", "purge ok not-installed", "1")},
      {"name as a continuation",
       "Package: bar\nDescription: x\n Package: foo\nStatus: install ok installed\n\n"},
      {"name in a description", stanza("bar", kOk, "1") + "Package: zoo\nDescription: Package: foo\n\n"},
      {"provided by another", "Package: bar\nStatus: install ok installed\nProvides: foo\nVersion: 1\n\n"},
      {"CRLF, which dpkg never writes", "Package: foo\r\nStatus: install ok installed\r\nVersion: 1\r\n\r\n"},
      {"name alone at the very end", "Package: bar\n\nPackage: foo"},
      {"nothing but line ends", std::string(1000, '\n')},
      {"trailing blank", "Package: foo \nStatus: install ok installed\nVersion: 1\n\n"},
      {"NUL in the name", std::string("Package: foo\0\nStatus: install ok installed\n\n", 42)},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(answer(row.status) == "absent");
  }
  CHECK(answer(stanza("foo", kOk, "1"), "") == "absent");
}

TEST_CASE("package_entry: there, but neither installed nor gone") {
  struct Row {
    std::string_view name;
    std::string status;
  };
  const Row rows[] = {
      {"half-installed", stanza("foo", "install ok half-installed", "1")},
      {"half-configured", stanza("foo", "install ok half-configured", "1")},
      {"unpacked", stanza("foo", "install ok unpacked", "1")},
      {"a word of a later dpkg", stanza("foo", "install ok sealed", "1")},
      {"needs to be reinstalled", stanza("foo", "install reinstreq installed", "1")},
      {"needs to be reinstalled, configuration left", stanza("foo", "install reinstreq config-files", "1")},
      {"status with more", stanza("foo", "install ok installed x", "1")},
      {"status with less", stanza("foo", "install installed", "1")},
      {"one word", stanza("foo", "installed", "1")},
      {"empty status", stanza("foo", "", "1")},
      {"no status", "Package: foo\nVersion: 1\n\n"},
      {"name alone", "Package: foo\n"},
      {"status of the next stanza", "Package: foo\nVersion: 1\n\n" + stanza("goo", kOk, "2")},
      {"status of the stanza before", stanza("aoo", kOk, "2") + "Package: foo\nVersion: 1\n\n"},
      {"status as a continuation",
       "Package: foo\nDescription: x\n Status: install ok installed\nVersion: 1\n\n"},
      {"before another architecture's remains",
       stanza("foo", "install ok unpacked", "1") + stanza("foo", "deinstall ok config-files", "1")},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(answer(row.status) == "unknown");
  }
}

TEST_CASE("package_entry: many stanzas of the name that are not installed cost no more than reading them") {
  std::string status;
  for (int i = 0; i < 20000; ++i) status += "Package: foo\nStatus: deinstall ok config-files\n\n";
  CHECK(answer(status) == "absent");
  CHECK(answer(status + stanza("foo", kOk, "2")) == "2");
}
