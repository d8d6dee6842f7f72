// Reads below a held folder: exact names, kinds and sizes. Owners are judged in access_rights_test.cpp; a
// machine whose owners are real is needed for more.
#include "schema/platform/files.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "schema/platform/win/access_list.h"
#include "tests/schema/platform/scratch.h"

using namespace tocsin;

namespace {

/// "" for success, else the code's name and the rule.
template <typename T>
std::string verdict(const Result<T>& result) {
  if (result) return "";
  const std::string rule = result.error().rule;
  return std::string(code_name(result.error().code)) + (rule.empty() ? "" : " " + rule);
}

std::string read_verdict(const std::string& folder, const std::string& name, std::size_t cap = 100) {
  const auto open = Folder::open(folder, Ownership::ignored);
  return open ? verdict(open->read(name, cap)) : verdict(open);
}

}  // namespace

TEST_CASE("Folder: kinds and sizes, whoever owns them") {
  const Scratch scratch;
  scratch.write("plain", "hello");
  scratch.write("empty", "");
  scratch.write("full", std::string(100, 'x'));
  scratch.write("over", std::string(101, 'x'));
  scratch.write("folder/inner", "x");
  scratch.write("Prüfung", "x");
  struct Row {
    std::string_view name;
    std::string file;
    std::string_view wanted;
  };
  const Row rows[] = {{"plain", "plain", ""},
                      {"other case", "PLAIN", ""},
                      {"empty", "empty", ""},
                      {"at the cap", "full", ""},
                      {"accents", "Prüfung", ""},
                      {"over the cap", "over", "too_large"},
                      {"folder", "folder", "denied KIND"},
                      {"missing", "missing", "not_found"},
                      {"a device's name is a missing file's", "NUL", "not_found"},
                      {"path", "folder/inner", "denied KIND"},
                      {"path by backslash", "folder\\inner", "denied KIND"},
                      {"absolute path", "C:\\windows\\win.ini", "denied KIND"},
                      {"stream", "plain:stream", "denied KIND"},
                      {"the file's own stream", "plain::$DATA", "denied KIND"},
                      {"NUL", std::string("plain\0x", 7), "denied KIND"},
                      {"itself", ".", "denied KIND"},
                      {"above", "..", "denied KIND"},
                      {"no name", "", "denied KIND"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(read_verdict(scratch.path(), row.file) == row.wanted);
  }
  CHECK(Folder::open(scratch.path(), Ownership::ignored)->read("plain", 5).value_or("?") == "hello");
}

TEST_CASE("Folder::open: a folder that is there") {
  const Scratch scratch;
  scratch.write("folder/inner", "x");
  scratch.write("plain", "x");
  struct Row {
    std::string_view name;
    std::string path;
    std::string_view wanted;
  };
  const Row rows[] = {{"folder", scratch / "folder", ""},
                      {"closing slash", scratch / "folder/", ""},
                      {"file", scratch / "plain", "denied KIND"},
                      {"below a file", scratch / "plain/x", "not_found"},
                      {"missing", scratch / "missing", "not_found"},
                      {"no path", "", "not_found"},
                      {"device", "NUL", "denied KIND"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(verdict(Folder::open(row.path, Ownership::ignored)) == row.wanted);
  }
}

TEST_CASE("Folder: what this test made is no administrator's alone") {
  const Scratch scratch;
  scratch.write("file", "x");
  CHECK(verdict(Folder::open(scratch.path(), Ownership::required)) == "denied OWNER");
}

TEST_CASE("access_list_of: an owner, and entries or none") {
  const Scratch scratch;
  const auto file = open_path(scratch.write("file", "x"), {GENERIC_READ | READ_CONTROL});
  REQUIRE(file.has_value());
  const auto list = access_list_of(file->get(), "file");
  REQUIRE(list.has_value());
  CHECK(list->owner.starts_with("S-1-"));
  CHECK_FALSE(list->is_absent);
  CHECK_FALSE(list->entries.empty());
  for (const AccessEntry& entry : list->entries) CHECK(entry.sid.starts_with("S-1-"));
  const auto blind = open_path(scratch / "file", {FILE_READ_ATTRIBUTES});
  REQUIRE(blind.has_value());
  CHECK_FALSE(access_list_of(blind->get(), "file").has_value());
}
