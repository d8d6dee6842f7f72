// The vendor's update manager in one page: a service that runs a program once and leaves its exit code in a
// file.
#include <windows.h>

#include <fstream>

#include "tests/e2e/windows/tools/tools.h"

namespace {

SERVICE_STATUS_HANDLE handle = nullptr;
Words given;

void report(DWORD state) {
  SERVICE_STATUS status = {};
  status.dwServiceType = SERVICE_WIN32_OWN_PROCESS;
  status.dwCurrentState = state;
  ::SetServiceStatus(handle, &status);
}

DWORD WINAPI on_control(DWORD, DWORD, void*, void*) {
  return NO_ERROR;
}

DWORD run() {
  std::wstring line = quoted(given, 1);
  STARTUPINFOW how = {};
  how.cb = sizeof how;
  PROCESS_INFORMATION made = {};
  if (::CreateProcessW(given[1].c_str(), line.data(), nullptr, nullptr, FALSE, 0, nullptr, nullptr, &how,
                       &made) == 0) {
    return ::GetLastError();
  }
  ::WaitForSingleObject(made.hProcess, INFINITE);
  DWORD code = 1;
  ::GetExitCodeProcess(made.hProcess, &code);
  return code;
}

void WINAPI service_main(DWORD, wchar_t**) {
  handle = ::RegisterServiceCtrlHandlerExW(L"", on_control, nullptr);
  report(SERVICE_RUNNING);
  const DWORD code = run();
  std::ofstream(utf8(given[0])) << code << '\n';
  report(SERVICE_STOPPED);
}

}  // namespace

int service_command(const Words& words) {
  if (words.size() < 2) return 2;
  given = words;
  wchar_t name[] = L"";
  const SERVICE_TABLE_ENTRYW table[] = {{name, service_main}, {nullptr, nullptr}};
  return ::StartServiceCtrlDispatcherW(table) != 0 ? 0 : 1;
}
