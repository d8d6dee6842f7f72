// Another program's window: found by its title, read and pressed by messages, never by place.
#include <windows.h>

#include <algorithm>
#include <cstdio>

#include "tests/e2e/windows/tools/tools.h"

namespace {

// As LONGEST_WAIT_S of tests/e2e/harness/waiting.py.
constexpr UINT kPatienceMs = 120'000;
constexpr ULONGLONG kWaitMs = 120'000;
constexpr DWORD kPauseMs = 50;

std::wstring text_of(HWND window) {
  DWORD_PTR length = 0;
  ::SendMessageTimeoutW(window, WM_GETTEXTLENGTH, 0, 0, SMTO_NORMAL, kPatienceMs, &length);
  std::wstring text(length + 1, L'\0');
  DWORD_PTR copied = 0;
  ::SendMessageTimeoutW(window, WM_GETTEXT, text.size(), reinterpret_cast<LPARAM>(text.data()), SMTO_NORMAL,
                        kPatienceMs, &copied);
  text.resize(std::min<std::size_t>(copied, length));
  return text;
}

std::wstring class_of(HWND window) {
  wchar_t name[100] = {};
  return {name, static_cast<std::size_t>(::GetClassNameW(window, name, 100))};
}

struct Search {
  std::wstring wanted;
  HWND found = nullptr;
};

BOOL CALLBACK match_title(HWND window, LPARAM given) {
  auto& search = *reinterpret_cast<Search*>(given);
  if (!::IsWindowVisible(window) || text_of(window).find(search.wanted) == std::wstring::npos) return TRUE;
  search.found = window;
  return FALSE;
}

HWND find_window(const std::wstring& title, ULONGLONG wait_ms) {
  Search search{title, nullptr};
  const ULONGLONG end = ::GetTickCount64() + wait_ms;
  do {
    ::EnumWindows(match_title, reinterpret_cast<LPARAM>(&search));
    if (search.found == nullptr) ::Sleep(kPauseMs);
  } while (search.found == nullptr && ::GetTickCount64() < end);
  return search.found;
}

/// One line each: "CLASS text", with \r and \n as themselves written out.
BOOL CALLBACK print_child(HWND window, LPARAM) {
  if (!::IsWindowVisible(window)) return TRUE;
  std::string line = utf8(class_of(window)) + " ";
  for (const char c : utf8(text_of(window))) {
    if (c == '\n') line += "\\n";
    if (c != '\n' && c != '\r') line += c;
  }
  std::puts(line.c_str());
  return TRUE;
}

/// A button's words, its underlined letter left aside.
BOOL CALLBACK match_button(HWND window, LPARAM given) {
  auto& search = *reinterpret_cast<Search*>(given);
  std::wstring text = text_of(window);
  text.erase(std::remove(text.begin(), text.end(), L'&'), text.end());
  if (class_of(window) != L"Button" || text != search.wanted || !::IsWindowVisible(window)) return TRUE;
  search.found = window;
  return FALSE;
}

int press(HWND window, const std::wstring& button) {
  Search search{button, nullptr};
  ::EnumChildWindows(window, match_button, reinterpret_cast<LPARAM>(&search));
  if (search.found == nullptr) {
    std::puts("no such button");
    return 1;
  }
  ::PostMessageW(search.found, BM_CLICK, 0, 0);
  return 0;
}

int print_texts(HWND window) {
  std::puts(utf8(text_of(window)).c_str());
  ::EnumChildWindows(window, print_child, 0);
  return 0;
}

}  // namespace

// texts TITLE | close TITLE: waits for a window whose title has this part.
// has TITLE | press TITLE BUTTON: does not wait, since the window may just have closed for good.
int window_command(const Words& words) {
  if (words.size() < 2) return 2;
  const bool waits = words[0] != L"has" && words[0] != L"press";
  const HWND window = find_window(words[1], waits ? kWaitMs : 0);
  if (window == nullptr) {
    std::puts("no such window");
    return 1;
  }
  if (words[0] == L"has") return 0;
  if (words[0] == L"texts") return print_texts(window);
  if (words[0] == L"press" && words.size() == 3) return press(window, words[2]);
  if (words[0] == L"close") return ::PostMessageW(window, WM_CLOSE, 0, 0) != 0 ? 0 : 1;
  return 2;
}
