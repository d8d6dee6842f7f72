// A registry key of the user's for one test: gone afterwards, with all below it.
#pragma once

#include <windows.h>

#include <string>
#include <string_view>

#include "schema/platform/win/wide_text.h"

namespace tocsin {

class ScratchKey {
 public:
  ScratchKey() : ScratchKey("Software\\tocsin-test-" + std::to_string(::GetCurrentProcessId())) {}
  explicit ScratchKey(std::string path) : path_(std::move(path)) {
    ::RegCreateKeyExW(HKEY_CURRENT_USER, wide(path_).c_str(), 0, nullptr, 0, KEY_ALL_ACCESS | KEY_WOW64_64KEY,
                      nullptr, &key_, nullptr);
  }
  ScratchKey(const ScratchKey&) = delete;
  ScratchKey& operator=(const ScratchKey&) = delete;
  ~ScratchKey() {
    ::RegDeleteTreeW(key_, nullptr);
    ::RegCloseKey(key_);
    ::RegDeleteKeyExW(HKEY_CURRENT_USER, wide(path_).c_str(), KEY_WOW64_64KEY, 0);
  }

  [[nodiscard]] const std::string& path() const { return path_; }
  void set(const std::string& name, DWORD type, const std::string& bytes) const {
    ::RegSetValueExW(key_, wide(name).c_str(), 0, type, reinterpret_cast<const BYTE*>(bytes.data()),
                     static_cast<DWORD>(bytes.size()));
  }
  void set_text(const std::string& name, const std::wstring& text) const {
    const auto* bytes = reinterpret_cast<const char*>(text.c_str());
    set(name, REG_SZ, std::string(bytes, (text.size() + 1) * sizeof(wchar_t)));
  }
  void set_number(const std::string& name, DWORD number) const {
    set(name, REG_DWORD, std::string(reinterpret_cast<const char*>(&number), sizeof number));
  }

 private:
  std::string path_;
  HKEY key_ = nullptr;
};

}  // namespace tocsin
