// Starts a program with the rights of a user who is no administrator, as far as group membership goes.
#include <windows.h>

#include <array>
#include <cstdio>

#include "tests/e2e/windows/tools/tools.h"

namespace {

HANDLE restricted_token() {
  HANDLE own = nullptr;
  ::OpenProcessToken(::GetCurrentProcess(), TOKEN_ALL_ACCESS, &own);
  std::array<char, SECURITY_MAX_SID_SIZE> sid = {};
  auto size = static_cast<DWORD>(sid.size());
  ::CreateWellKnownSid(WinBuiltinAdministratorsSid, nullptr, sid.data(), &size);
  SID_AND_ATTRIBUTES denied = {sid.data(), 0};
  HANDLE restricted = nullptr;
  ::CreateRestrictedToken(own, 0, 1, &denied, 0, nullptr, 0, nullptr, &restricted);
  return restricted;
}

}  // namespace

int standard_user_command(const Words& words) {
  if (words.empty()) return 2;
  std::wstring line = quoted(words, 0);
  STARTUPINFOW how = {};
  how.cb = sizeof how;
  PROCESS_INFORMATION made = {};
  const HANDLE token = restricted_token();
  if (token == nullptr || ::CreateProcessAsUserW(token, words[0].c_str(), line.data(), nullptr, nullptr, TRUE,
                                                 0, nullptr, nullptr, &how, &made) == 0) {
    std::printf("not started: error %lu\n", ::GetLastError());
    return 1;
  }
  ::WaitForSingleObject(made.hProcess, INFINITE);
  DWORD code = 1;
  ::GetExitCodeProcess(made.hProcess, &code);
  return static_cast<int>(code);
}
