// Conversions by the tables of the system.
#include "schema/platform/win/wide_text.h"

#include <windows.h>

#include <algorithm>

namespace tocsin {

std::wstring wide(std::string_view text) {
  const int size = static_cast<int>(text.size());
  std::wstring out(static_cast<std::size_t>(::MultiByteToWideChar(CP_UTF8, 0, text.data(), size, nullptr, 0)),
                   L'\0');
  ::MultiByteToWideChar(CP_UTF8, 0, text.data(), size, out.data(), static_cast<int>(out.size()));
  return out;
}

std::string narrow(std::wstring_view text) {
  const int size = static_cast<int>(text.size());
  const int room = ::WideCharToMultiByte(CP_UTF8, 0, text.data(), size, nullptr, 0, nullptr, nullptr);
  std::string out(static_cast<std::size_t>(room), '\0');
  ::WideCharToMultiByte(CP_UTF8, 0, text.data(), size, out.data(), room, nullptr, nullptr);
  return out;
}

std::wstring wide_path(std::string_view path) {
  constexpr std::size_t kLongPath = 240;
  std::wstring out = wide(path);
  std::replace(out.begin(), out.end(), L'/', L'\\');
  const bool has_drive = out.size() > 2 && out[1] == L':' && out[2] == L'\\';
  return out.size() >= kLongPath && has_drive ? L"\\\\?\\" + out : out;
}

std::string narrow_path(std::wstring_view path) {
  constexpr std::wstring_view kVerbatim = L"\\\\?\\";
  constexpr std::wstring_view kShare = L"\\\\?\\UNC\\";
  if (path.starts_with(kShare)) return "\\\\" + narrow(path.substr(kShare.size()));
  if (path.starts_with(kVerbatim)) path.remove_prefix(kVerbatim.size());
  return narrow(path);
}

}  // namespace tocsin
