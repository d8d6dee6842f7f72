// Arguments as one command line. Layer: notifier/platform, Windows only.
#include "notifier/platform/win/arguments.h"

#include "schema/platform/win/wide_text.h"

namespace tocsin {
namespace {

constexpr std::size_t kMostUnits = 32766;

/// Always in quotes: what stands in them is never a separator. Backslashes count only before a quote, ours at
/// the end included.
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

// The first word follows a rule of its own: no escapes, ends at the next quote.
std::optional<std::wstring> command_line(const std::string& program, std::span<const std::string> arguments) {
  if (program.empty() || holds(program, '"') || holds(program, '\0')) return std::nullopt;
  std::wstring line = L"\"" + wide(program) + L"\"";
  for (const std::string& argument : arguments) {
    if (holds(argument, '\0')) return std::nullopt;
    append_word(line, wide(argument));
  }
  return line.size() <= kMostUnits ? std::optional(line) : std::nullopt;
}

}  // namespace tocsin
