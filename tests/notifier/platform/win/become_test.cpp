// Starting another program: its words, its environment, no handle of ours. This test program plays the other.
#include <doctest/doctest.h>
#include <windows.h>

#include <array>
#include <filesystem>

#include "notifier/platform/session.h"
#include "schema/platform/win/handle.h"
#include "schema/platform/win/wide_text.h"
#include "tests/schema/platform/scratch.h"

using namespace tocsin;

namespace {

std::string own_program() {
  std::array<wchar_t, 32768> name = {};
  const DWORD length = ::GetModuleFileNameW(nullptr, name.data(), static_cast<DWORD>(name.size()));
  return narrow({name.data(), length});
}

/// The other side tries to set it by the handle's number.
Handle inheritable_event(const std::string& name) {
  SECURITY_ATTRIBUTES security = {sizeof security, nullptr, TRUE};
  return Handle(::CreateEventW(&security, TRUE, FALSE, wide(name).c_str()));
}

std::string awaited(const std::string& path) {
  for (int turn = 0; turn < 1000 && !std::filesystem::exists(native_path(path)); ++turn) ::Sleep(10);
  return content_of(path);
}

std::string code_of(const Result<void>& result) {
  return result ? "" : std::string(code_name(result.error().code));
}

}  // namespace

// Run in the started process only, by the filter of the test below.
TEST_CASE("become: the other side" * doctest::skip()) {
  const char* out = std::getenv("TOCSIN_TEST_OUT");
  if (out == nullptr) return;
  const char* handle = std::getenv("TOCSIN_TEST_HANDLE");
  const auto number = static_cast<std::intptr_t>(std::stoll(handle == nullptr ? "0" : handle));
  ::SetEvent(reinterpret_cast<HANDLE>(number));  // NOLINT(performance-no-int-to-ptr)
  const std::string text =
      narrow(::GetCommandLineW()) + "\n" + (::GetConsoleWindow() == nullptr ? "no window" : "window");
  std::ofstream(native_path(std::string(out) + ".part"), std::ios::binary) << text;
  std::filesystem::rename(native_path(std::string(out) + ".part"), native_path(out));
}

TEST_CASE("become: the words given, the environment kept, no handle handed down, and it returns") {
  const Scratch scratch;
  const std::string out = scratch / "out";
  const std::string program = own_program();
  const std::string folder = program.substr(0, program.rfind('\\'));
  const Handle event = inheritable_event("tocsin-become-" + std::to_string(::GetCurrentProcessId()));
  const Variable where("TOCSIN_TEST_OUT", out.c_str());
  const Variable which("TOCSIN_TEST_HANDLE",
                       std::to_string(reinterpret_cast<std::intptr_t>(event.get())).c_str());
  const std::vector<std::string> words = {"--no-skip", "--test-case=become: the other side", "-ltc=false",
                                          "two words", "q\"uote\\"};
  const auto started = become(folder, program.substr(folder.size() + 1), words, true);
  REQUIRE(started.has_value());
  const std::string seen = awaited(out);
  CHECK(::WaitForSingleObject(event.get(), 0) == WAIT_TIMEOUT);
  CHECK(seen == '"' + program + "\" \"--no-skip\" \"--test-case=become: the other side\"" +
                    " \"-ltc=false\" \"two words\" \"q\\\"uote\\\\\"\nno window");
}

TEST_CASE("become: what cannot be started is refused or reported") {
  using namespace std::string_literals;
  const Scratch scratch;
  scratch.write("plain.exe", "no program");
  std::filesystem::create_directory(native_path(scratch / "folder"));
  std::string own = own_program();
  own.resize(own.rfind('\\'));
  struct Row {
    std::string_view name;
    std::string folder, program;
    std::string_view wanted;
  };
  const Row rows[] = {{"missing", scratch.path(), "missing.exe", "not_found"},
                      {"missing folder", scratch / "none", "a.exe", "not_found"},
                      {"no program", scratch.path(), "plain.exe", "io"},
                      {"relative folder", "bin", "a.exe", "invalid_argument"},
                      {"relative to a drive", "C:bin", "a.exe", "invalid_argument"},
                      {"relative to the drive", "\\bin", "a.exe", "invalid_argument"},
                      {"share", "\\\\server\\share", "a.exe", "invalid_argument"},
                      {"device", "\\\\.\\C:\\bin", "a.exe", "invalid_argument"},
                      {"no folder", "", "a.exe", "invalid_argument"},
                      {"a path for a name", own, "..\\a.exe", "invalid_argument"},
                      {"slash in the name", own, "x/a.exe", "invalid_argument"},
                      {"stream", own, "a.exe:x", "invalid_argument"},
                      {"no name", own, "", "invalid_argument"},
                      {"above", own, "..", "invalid_argument"},
                      {"quote in the folder", "C:\\a\"b", "a.exe", "invalid_argument"},
                      {"NUL in the folder", "C:\\a\0b"s, "a.exe", "invalid_argument"},
                      {"NUL in the name", own, "a.exe\0"s, "invalid_argument"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(code_of(become(row.folder, row.program, {})) == row.wanted);
  }
  CHECK(code_of(become(scratch.path(), "folder", {})) != "");  // denied; Wine calls it no program
}
