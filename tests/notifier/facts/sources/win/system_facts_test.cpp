// What Windows says of itself and its services.
#include "notifier/facts/sources/win/machine.h"

#include <doctest/doctest.h>
#include <windows.h>

#include "schema/core/version/version.h"

using namespace tocsin;

TEST_CASE("os_fact") {
  struct Row {
    std::string_view name;
    WindowsVersion version;
    std::uint16_t machine;
    std::string_view id, text, arch;
  };
  const Row rows[] = {
      {"server 2022",
       {10, 0, 20348, "2113", false},
       IMAGE_FILE_MACHINE_AMD64,
       "server",
       "10.0.20348.2113",
       "x86_64"},
      {"windows 11",
       {10, 0, 22631, "4169", true},
       IMAGE_FILE_MACHINE_AMD64,
       "client",
       "10.0.22631.4169",
       "x86_64"},
      {"on ARM", {10, 0, 22631, "1", true}, IMAGE_FILE_MACHINE_ARM64, "client", "10.0.22631.1", "arm64"},
      {"windows 7, no revision",
       {6, 1, 7601, "", true},
       IMAGE_FILE_MACHINE_AMD64,
       "client",
       "6.1.7601",
       "x86_64"},
      {"another processor", {10, 0, 1, "0", false}, IMAGE_FILE_MACHINE_I386, "server", "10.0.1.0", ""},
      {"unknown processor", {10, 0, 1, "0", false}, IMAGE_FILE_MACHINE_UNKNOWN, "server", "10.0.1.0", ""}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const OsFact os = os_fact(row.version, row.machine);
    CHECK(os.family == "windows");
    CHECK(os.id == row.id);
    CHECK(os.version == row.text);
    CHECK(os.arch == row.arch);
  }
}

TEST_CASE("system_os: this machine") {
  const OsFact os = system_os();
  CHECK(os.family == "windows");
  CHECK((os.id == "client" || os.id == "server"));
  CHECK(os.version.starts_with("10.0."));
  CHECK(os.arch == "x86_64");
}

TEST_CASE("probe_service") {
  using Outcome = Probed::Outcome;
  struct Row {
    std::string_view name;
    std::string service;
    Outcome wanted;
  };
  const Row rows[] = {{"the event log's", "EventLog", Outcome::found},
                      {"any case", "eventlog", Outcome::found},
                      {"none", "tocsin-no-such-service", Outcome::absent},
                      {"a shown name is none", "Windows Event Log of nobody", Outcome::absent},
                      {"no name", "", Outcome::failed},
                      {"a path", "a\\EventLog", Outcome::failed},
                      {"a slash", "a/EventLog", Outcome::failed}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(probe_service(row.service) == row.wanted);
  }
}
