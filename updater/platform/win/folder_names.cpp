// What lies in an open folder. Layer: updater/platform, Windows only.
#include <windows.h>

#include <array>

#include "schema/platform/win/wide_text.h"
#include "updater/platform/win/guarded_handle.h"

namespace tocsin {

Result<std::vector<std::string>> names_below(HANDLE folder, const std::string& path) {
  std::vector<std::string> names;
  alignas(FILE_ID_BOTH_DIR_INFO) std::array<char, 64u << 10> bytes = {};
  for (auto which = FileIdBothDirectoryRestartInfo;; which = FileIdBothDirectoryInfo) {
    if (::GetFileInformationByHandleEx(folder, which, bytes.data(), static_cast<DWORD>(bytes.size())) == 0) {
      const DWORD number = ::GetLastError();
      if (number == ERROR_NO_MORE_FILES) return names;
      return system_failure(number, "folder.list", path);
    }
    for (const char* at = bytes.data();;) {
      const auto& entry = *reinterpret_cast<const FILE_ID_BOTH_DIR_INFO*>(at);
      const std::string name = narrow({entry.FileName, entry.FileNameLength / sizeof(wchar_t)});
      if (name != "." && name != "..") names.push_back(name);
      if (entry.NextEntryOffset == 0) break;
      at += entry.NextEntryOffset;
    }
  }
}

}  // namespace tocsin
