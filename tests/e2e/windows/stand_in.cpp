// Stands in for the notifier's programs: leaves a line with its own path, its command line and its folder,
// and ends.
#include <windows.h>

#include <array>
#include <string>

namespace {

constexpr const wchar_t* kLog = L"C:\\stand-in.log";

std::string line() {
  std::array<wchar_t, 1024> path = {};
  std::array<wchar_t, 1024> folder = {};
  ::GetModuleFileNameW(nullptr, path.data(), static_cast<DWORD>(path.size()));
  ::GetCurrentDirectoryW(static_cast<DWORD>(folder.size()), folder.data());
  const std::wstring wide =
      std::wstring(path.data()) + L'\t' + ::GetCommandLineW() + L'\t' + folder.data() + L'\n';
  return {wide.begin(), wide.end()};  // ASCII here
}

}  // namespace

int main() {
  const std::string text = line();
  const HANDLE log = ::CreateFileW(kLog, FILE_APPEND_DATA, FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr,
                                   OPEN_ALWAYS, 0, nullptr);
  DWORD done = 0;
  const bool is_written = ::WriteFile(log, text.data(), static_cast<DWORD>(text.size()), &done, nullptr) != 0;
  ::CloseHandle(log);
  return is_written ? 0 : 1;
}
