// The live machine with its folders below a root: every kind of source, found, absent and failed.
#include <doctest/doctest.h>

#include "tests/notifier/facts/sources/probed_words.h"
#include "tests/schema/platform/scratch.h"

using namespace tocsin;
using Kind = Source::Kind;

namespace {

void lay_out_machine(const Scratch& root) {
  root.write("Program Files/Example/av-release",
             "NAME=\"Example AV\"\nVERSION=9.5\nEMPTY=\nLONG=" + std::string(300, '1') + "\n");
  root.write("Program Files/Example/av.ini", "[product]\r\nversion=9.6\r\n");
  root.write("Program Files (x86)/Example/av.xml", "<av><version>9.7</version></av>");
  root.write("ProgramData/Example/broken.xml", "<av><version>");
  root.write("Example/large.ini", std::string((1u << 20) + 1, ';'));
  root.write("Example/large-release", std::string((64u << 10) + 1, '#'));
  root.write("Example/\xC3\x84.ini", "[p]\nversion=1\n");
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
      {"keyfile", source(Kind::keyfile, R"(%ProgramFiles%\Example\av-release)", "VERSION"), "found 9.5"},
      {"keyfile, empty value", source(Kind::keyfile, R"(%ProgramFiles%\Example\av-release)", "EMPTY"),
       "found"},
      {"keyfile, no such key", source(Kind::keyfile, R"(%ProgramFiles%\Example\av-release)", "ID"), "absent"},
      {"keyfile, endless value", source(Kind::keyfile, R"(%ProgramFiles%\Example\av-release)", "LONG"),
       "failed"},
      {"keyfile missing", source(Kind::keyfile, R"(C:\Example\none)", "VERSION"), "absent"},
      {"keyfile below a file", source(Kind::keyfile, R"(C:\Example\large.ini\x)", "VERSION"), "absent"},
      {"keyfile is a folder", source(Kind::keyfile, R"(C:\Program Files\Example)", "VERSION"), "failed"},
      {"keyfile too large", source(Kind::keyfile, R"(C:\Example\large-release)", "VERSION"), "failed"},
      {"config, INI", source(Kind::config, R"(%ProgramW6432%\Example\av.ini)", "[product]version"),
       "found 9.6"},
      {"config, XML", source(Kind::config, R"(%ProgramFiles(x86)%\Example\av.xml)", "/av/version"),
       "found 9.7"},
      {"config, name not ASCII", source(Kind::config, "C:\\Example\\\xC3\x84.ini", "[p]version"), "found 1"},
      {"config, no such place", source(Kind::config, R"(%ProgramFiles(x86)%\Example\av.xml)", "/av/b"),
       "absent"},
      {"config, broken", source(Kind::config, R"(%ProgramData%\Example\broken.xml)", "/av/version"),
       "failed"},
      {"config too large", source(Kind::config, R"(C:\Example\large.ini)", "[a]b"), "failed"},
      {"config missing", source(Kind::config, R"(C:\Example\none)", "[a]b"), "absent"},
      {"file without a version", source(Kind::file, R"(%ProgramFiles%\Example\av.ini)"), "found"},
      {"file missing", source(Kind::file, R"(C:\Example\none)"), "absent"},
      {"file below a file", source(Kind::file, R"(C:\Example\large.ini\x)"), "absent"},
      {"file is a folder", source(Kind::file, R"(C:\Example)"), "absent"},
      {"unknown variable", source(Kind::file, R"(%Temp%\Example\av.ini)"), "failed"},
      {"path of the other system", source(Kind::file, "/etc/example/av.ini"), "not applicable"},
      {"keyfile of the other system", source(Kind::keyfile, "/etc/os-release", "ID"), "not applicable"},
      {"service", source(Kind::service, "EventLog"), "found"},
      {"service missing", source(Kind::service, "tocsin-none"), "absent"},
      {"registry, key", source(Kind::registry, R"(HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion)"),
       "found"},
      {"registry, no such key", source(Kind::registry, R"(HKLM\SOFTWARE\tocsin-none)", "Version"), "absent"},
      {"registry, the user's hive", source(Kind::registry, R"(HKCU\SOFTWARE)"), "failed"},
      {"registry, no hive", source(Kind::registry, R"(SOFTWARE)"), "failed"},
      {"uninstall missing", source(Kind::uninstall, "tocsin none"), "absent"},
      {"uninstall without a name", source(Kind::uninstall, ""), "failed"},
      {"package", source(Kind::package, "example-av"), "not applicable"},
      {"unknown", source(Kind::unknown, "x"), "failed"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(word(probe->look(row.source)) == row.wanted);
  }
}

TEST_CASE("system_probe: a program of this very machine has a version") {
  const Probed probed = system_probe("")->look(source(Kind::file, R"(%SystemRoot%\system32\kernel32.dll)"));
  CHECK(probed.outcome == Probed::Outcome::found);
  CHECK_FALSE(probed.version.empty());
}
