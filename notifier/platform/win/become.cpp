// Starts another program of the same set, named by its path. It inherits no handle.
#include <windows.h>

#include <string_view>

#include "notifier/platform/session.h"
#include "notifier/platform/win/session.h"
#include "schema/core/text/ascii.h"
#include "schema/platform/win/handle.h"
#include "schema/platform/win/wide_text.h"

namespace tocsin {
namespace {

constexpr std::size_t kMostUnits = 32766;

/// Appends a word in quotes, within which nothing is a separator. Backslashes are doubled before a quote,
/// including the one at the end.
void append_word(std::wstring& line, const std::wstring& word) {
  line += L" \"";
  std::size_t backslashes = 0;
  for (const wchar_t unit : word) {
    if (unit == L'"') line.append(backslashes + 1, L'\\');
    backslashes = unit == L'\\' ? backslashes + 1 : 0;
    line += unit;
  }
  line.append(backslashes, L'\\');
  line += L'"';
}

bool holds(const std::string& text, char what) {
  return text.find(what) != std::string::npos;
}

}  // namespace

// The first word has no escapes; it ends at the next quote.
std::optional<std::wstring> command_line(const std::string& program, std::span<const std::string> arguments) {
  if (program.empty() || holds(program, '"') || holds(program, '\0')) return std::nullopt;
  std::wstring line = L"\"" + wide(program) + L"\"";
  for (const std::string& argument : arguments) {
    if (holds(argument, '\0')) return std::nullopt;
    append_word(line, wide(argument));
  }
  return line.size() <= kMostUnits ? std::optional(line) : std::nullopt;
}

namespace {

bool is_drive_path(std::string_view path) {
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
  std::wstring words = *line;  // CreateProcessW can write to it
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
