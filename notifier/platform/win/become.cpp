// Starts another program of the same set: named by its path, not found by searching; no handle of ours goes
// with it. Layer: notifier/platform, Windows only.
#include <windows.h>

#include <string_view>

#include "notifier/platform/session.h"
#include "notifier/platform/win/arguments.h"
#include "schema/platform/win/handle.h"
#include "schema/platform/win/wide_text.h"

namespace tocsin {
namespace {

bool is_drive_path(std::string_view path) {
  const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
  return path.size() > 2 && is_letter(path[0]) && path[1] == ':' && (path[2] == '\\' || path[2] == '/') &&
         path.find('\0') == std::string_view::npos;
}

}  // namespace

Result<void> become(const std::string& folder, const std::string& name,
                    const std::vector<std::string>& arguments, bool hidden) {
  const std::string program = folder + (folder.ends_with('\\') ? "" : "\\") + name;
  const auto line = command_line(program, arguments);
  if (!is_drive_path(folder) || !is_plain_name(name) || !line) {
    return fail(Code::invalid_argument, "session.become", program);
  }
  std::wstring words = *line;  // CreateProcessW may write into it
  STARTUPINFOW start = {};
  start.cb = sizeof start;
  PROCESS_INFORMATION made = {};
  const DWORD how = CREATE_UNICODE_ENVIRONMENT | (hidden ? CREATE_NO_WINDOW : 0);
  if (::CreateProcessW(wide_path(program).c_str(), words.data(), nullptr, nullptr, FALSE, how, nullptr,
                       nullptr, &start, &made) == 0) {
    return system_failure(::GetLastError(), "session.become", program);
  }
  const Handle process(made.hProcess), thread(made.hThread);
  return {};
}

}  // namespace tocsin
