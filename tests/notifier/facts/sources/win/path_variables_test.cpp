// `%Variable%` in detection paths.
#include "notifier/facts/sources/win/machine.h"

#include <doctest/doctest.h>

#include "tests/schema/platform/scratch.h"

using namespace tocsin;

namespace {

std::string fake_folder(std::string_view variable) {
  if (variable == "programfiles") return "C:\\Program Files";
  if (variable == "programfiles(x86)") return "C:\\Program Files (x86)";
  if (variable == "programdata") return "E:\\";
  return {};
}

}  // namespace

TEST_CASE("expanded_path: yes") {
  struct Row {
    std::string_view name, path, wanted;
  };
  const Row rows[] = {
      {"no variable", "C:\\a\\b.exe", "C:\\a\\b.exe"},
      {"small drive letter", "d:\\b", "d:\\b"},
      {"variable", "%ProgramFiles%\\Example\\av.exe", "C:\\Program Files\\Example\\av.exe"},
      {"any case", "%PROGRAMfiles%\\x", "C:\\Program Files\\x"},
      {"brackets", "%ProgramFiles(x86)%\\x", "C:\\Program Files (x86)\\x"},
      {"a folder that is a drive", "%ProgramData%\\x", "E:\\x"},
      {"a second one is a name", "%ProgramFiles%\\%Path%\\x", "C:\\Program Files\\%Path%\\x"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(expanded_path(row.path, fake_folder).value_or("(none)") == row.wanted);
  }
}

TEST_CASE("expanded_path: no") {
  struct Row {
    std::string_view name, path;
  };
  const Row rows[] = {{"unknown variable", "%Temp%\\x"},
                      {"a folder that is not here", "%CommonProgramFiles%\\x"},
                      {"empty variable", "%%\\x"},
                      {"not closed", "%ProgramFiles\\x"},
                      {"nothing behind", "%ProgramFiles%"},
                      {"separator alone behind", "%ProgramFiles%\\"},
                      {"no separator behind", "%ProgramFiles%x"},
                      {"slash behind", "%ProgramFiles%/x"},
                      {"variable within", "C:%ProgramFiles%\\x"},
                      {"share", "\\\\server\\x"},
                      {"device", "\\\\?\\C:\\x"},
                      {"relative", "x\\y"},
                      {"relative to a drive", "C:x\\y"},
                      {"drive alone", "C:\\"},
                      {"digit for a drive", "1:\\x"},
                      {"the other system's", "/etc/x"},
                      {"empty", ""}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK_FALSE(expanded_path(row.path, fake_folder).has_value());
  }
}

TEST_CASE("system_folder: the system's, whatever the environment says") {
  const Variable programs("ProgramFiles", "D:\\else"), windows("windir", "D:\\else"),
      root("SystemRoot", "D:\\else");
  struct Row {
    std::string_view variable, wanted;
  };
  const Row rows[] = {{"programfiles", "C:\\Program Files"},
                      {"programfiles(x86)", "C:\\Program Files (x86)"},
                      {"programw6432", "C:\\Program Files"},
                      {"commonprogramfiles", "C:\\Program Files\\Common Files"},
                      {"programdata", "C:\\ProgramData"},
                      {"temp", ""},
                      {"userprofile", ""},
                      {"ProgramFiles", ""},
                      {"", ""}};
  for (const Row& row : rows) {
    CAPTURE(row.variable);
    CHECK(system_folder(row.variable) == row.wanted);
  }
  CHECK(system_folder("windir").size() > 3);
  CHECK(system_folder("windir") == system_folder("systemroot"));
  CHECK(system_folder("windir") != "D:\\else");
}
