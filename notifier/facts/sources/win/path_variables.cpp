// `%ProgramFiles%\...` as a path of this machine. Layer: notifier/facts/sources, Windows only.
#include "notifier/facts/sources/win/path_variables.h"

#include <windows.h>

#include <knownfolders.h>
#include <shlobj.h>

#include <algorithm>
#include <memory>

#include "schema/platform/win/wide_text.h"

namespace tocsin {
namespace {

struct Variable {
  std::string_view name;
  const KNOWNFOLDERID& folder;
};

// This program is a 64-bit one, so that ProgramFiles and ProgramW6432 are the same.
constexpr Variable kVariables[] = {{"programfiles", FOLDERID_ProgramFiles},
                                   {"programfiles(x86)", FOLDERID_ProgramFilesX86},
                                   {"programw6432", FOLDERID_ProgramFiles},
                                   {"commonprogramfiles", FOLDERID_ProgramFilesCommon},
                                   {"programdata", FOLDERID_ProgramData},
                                   {"systemroot", FOLDERID_Windows},
                                   {"windir", FOLDERID_Windows}};

struct FreeTaskMemory {
  void operator()(wchar_t* memory) const { ::CoTaskMemFree(memory); }
};

std::string known_folder(const KNOWNFOLDERID& id) {
  wchar_t* found = nullptr;
  const HRESULT result = ::SHGetKnownFolderPath(id, KF_FLAG_DONT_VERIFY, nullptr, &found);
  const std::unique_ptr<wchar_t, FreeTaskMemory> owned(found);
  return SUCCEEDED(result) && found != nullptr ? narrow(found) : std::string();
}

bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

}  // namespace

std::string system_folder(std::string_view variable) {
  const auto* found = std::find_if(std::begin(kVariables), std::end(kVariables),
                                   [&](const Variable& known) { return known.name == variable; });
  return found == std::end(kVariables) ? std::string() : known_folder(found->folder);
}

std::optional<std::string> expanded_path(std::string_view path, const FolderLookup& folders) {
  const bool has_drive = path.size() > 3 && is_letter(path[0]) && path[1] == ':' && path[2] == '\\';
  if (has_drive) return std::string(path);
  if (!path.starts_with('%')) return std::nullopt;
  const std::size_t end = path.find('%', 1);
  if (end == std::string_view::npos || path.substr(end + 1).size() < 2 || path[end + 1] != '\\') {
    return std::nullopt;
  }
  std::string folder = folders(lower(path.substr(1, end - 1)));
  if (folder.empty()) return std::nullopt;
  if (folder.back() == '\\') folder.pop_back();
  return folder + std::string(path.substr(end + 1));
}

}  // namespace tocsin
