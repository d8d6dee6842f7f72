// The session's properties: display, languages, host name.
#include "notifier/platform/win/session.h"

#include <windows.h>

#include <algorithm>
#include <array>

#include "notifier/platform/session.h"
#include "schema/core/locale/locale.h"
#include "schema/core/text/text.h"
#include "schema/platform/win/wide_text.h"

namespace tocsin {
namespace {

constexpr std::size_t kMostLanguages = 32;

std::wstring user_languages() {
  ULONG count = 0;
  ULONG size = 0;
  if (::GetUserPreferredUILanguages(MUI_LANGUAGE_NAME, &count, nullptr, &size) == 0) return {};
  std::wstring list(size, L'\0');
  if (::GetUserPreferredUILanguages(MUI_LANGUAGE_NAME, &count, list.data(), &size) == 0) return {};
  list.resize(size);
  return list;
}

}  // namespace

/// Whether the window station is visible; that of a service or of a remote shell is not.
bool has_display() {
  USEROBJECTFLAGS flags = {};
  const HWINSTA station = ::GetProcessWindowStation();
  return station != nullptr &&
         ::GetUserObjectInformationW(station, UOI_FLAGS, &flags, sizeof flags, nullptr) != 0 &&
         (flags.dwFlags & WSF_VISIBLE) != 0;
}

bool is_terminal() {
  DWORD mode = 0;
  return ::GetConsoleMode(::GetStdHandle(STD_INPUT_HANDLE), &mode) != 0 &&
         ::GetConsoleMode(::GetStdHandle(STD_OUTPUT_HANDLE), &mode) != 0;
}

std::vector<std::string> languages_from_windows(std::wstring_view list) {
  std::vector<std::string> tags;
  while (!list.empty() && list.front() != L'\0' && tags.size() < kMostLanguages) {
    const std::wstring_view entry = list.substr(0, list.find(L'\0'));
    const auto tag = canonical_tag(narrow(entry.substr(0, entry.find(L'_'))));
    if (tag && std::find(tags.begin(), tags.end(), *tag) == tags.end()) tags.push_back(*tag);
    list.remove_prefix(std::min(entry.size() + 1, list.size()));
  }
  return tags;
}

std::vector<std::string> preferred_languages() {
  return languages_from_windows(user_languages());
}

std::string host_name() {
  constexpr std::size_t kShownCodePoints = 64;
  std::array<wchar_t, 256> name = {};
  DWORD size = static_cast<DWORD>(name.size());
  if (::GetComputerNameExW(ComputerNameDnsHostname, name.data(), &size) == 0) return {};
  return sanitised(narrow({name.data(), size}), kShownCodePoints);
}

}  // namespace tocsin
