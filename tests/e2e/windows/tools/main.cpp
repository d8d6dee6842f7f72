// The commands by name, and the words they share.
#include <windows.h>

#include <cstdio>

#include "tests/e2e/windows/tools/tools.h"

std::string utf8(const std::wstring& text) {
  const int units = static_cast<int>(text.size());
  std::string bytes(static_cast<std::size_t>(
                        ::WideCharToMultiByte(CP_UTF8, 0, text.data(), units, nullptr, 0, nullptr, nullptr)),
                    '\0');
  ::WideCharToMultiByte(CP_UTF8, 0, text.data(), units, bytes.data(), static_cast<int>(bytes.size()), nullptr,
                        nullptr);
  return bytes;
}

std::wstring quoted(const Words& words, std::size_t from) {
  std::wstring line;
  for (std::size_t k = from; k < words.size(); ++k) {
    if (!line.empty()) line += L' ';
    line += L'"' + words[k] + L'"';
  }
  return line;
}

int wmain(int count, wchar_t** given) {
  struct Command {
    const wchar_t* name;
    int (*run)(const Words&);
  };
  constexpr Command kCommands[] = {{L"window", window_command},
                                   {L"standard-user", standard_user_command},
                                   {L"face", face_command},
                                   {L"trust", trust_command},
                                   {L"service", service_command}};
  const std::wstring name = count > 1 ? given[1] : L"";
  const Words words(given + (count > 1 ? 2 : count), given + count);
  for (const Command& command : kCommands) {
    if (name == command.name) return command.run(words);
  }
  std::puts("usage: tools COMMAND WORD... (tools.h)");
  return 2;
}
