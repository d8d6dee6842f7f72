// VERSIONINFO by the system's own reader, which takes the file as data and never runs it. Layer:
// notifier/facts/sources, Windows only.
#include "notifier/facts/sources/win/file_version.h"

#include <vector>

#include "schema/platform/win/wide_text.h"

namespace tocsin {
namespace {

constexpr DWORD kMostBytes = 1u << 20;

bool has_no_resource(DWORD number) {
  return number == ERROR_RESOURCE_DATA_NOT_FOUND || number == ERROR_RESOURCE_TYPE_NOT_FOUND ||
         number == ERROR_RESOURCE_NAME_NOT_FOUND || number == ERROR_RESOURCE_LANG_NOT_FOUND ||
         number == ERROR_BAD_EXE_FORMAT || number == ERROR_BAD_FORMAT;
}

}  // namespace

std::string version_text(const VS_FIXEDFILEINFO& info) {
  constexpr DWORD kSignature = 0xFEEF04BD;
  if (info.dwSignature != kSignature) return {};
  std::string text;
  for (const unsigned part : {HIWORD(info.dwFileVersionMS), LOWORD(info.dwFileVersionMS),
                              HIWORD(info.dwFileVersionLS), LOWORD(info.dwFileVersionLS)}) {
    text += (text.empty() ? "" : ".") + std::to_string(part);
  }
  return text;
}

// The file's own block: a neighbour with the translated texts (.mui) is not looked for.
std::optional<std::string> file_version(const std::string& path) {
  const std::wstring name = wide_path(path);
  DWORD ignored = 0;
  const DWORD size = ::GetFileVersionInfoSizeExW(FILE_VER_GET_NEUTRAL, name.c_str(), &ignored);
  if (size == 0) return has_no_resource(::GetLastError()) ? std::optional<std::string>("") : std::nullopt;
  if (size > kMostBytes) return std::nullopt;
  std::vector<char> block(size);
  if (::GetFileVersionInfoExW(FILE_VER_GET_NEUTRAL, name.c_str(), 0, size, block.data()) == 0) {
    return std::nullopt;
  }
  void* found = nullptr;
  UINT length = 0;
  if (::VerQueryValueW(block.data(), L"\\", &found, &length) == 0) return "";
  if (length < sizeof(VS_FIXEDFILEINFO)) return "";
  return version_text(*static_cast<const VS_FIXEDFILEINFO*>(found));
}

}  // namespace tocsin
