// Passes a link to the program that the user has chosen for https.
#include <windows.h>

#include <shellapi.h>

#include "notifier/platform/session.h"
#include "schema/core/https_address.h"
#include "schema/platform/win/handle.h"
#include "schema/platform/win/wide_text.h"

namespace tocsin {
namespace {

bool has_no_opener(DWORD number) {
  return number == ERROR_NO_ASSOCIATION || number == ERROR_FILE_NOT_FOUND || number == ERROR_PATH_NOT_FOUND;
}

}  // namespace

// is_link() has checked the scheme, so that the text can name neither a program nor a file. The shell
// shows no dialog: our window reports the error.
Result<void> open_link(const std::string& url) {
  if (!is_link(url)) return fail(Code::invalid_argument, "session.open_link", "not an https link");
  const std::wstring text = wide(url);
  SHELLEXECUTEINFOW what = {};
  what.cbSize = sizeof what;
  what.fMask = SEE_MASK_FLAG_NO_UI | SEE_MASK_NOASYNC;
  what.lpVerb = L"open";
  what.lpFile = text.c_str();
  what.nShow = SW_SHOWNORMAL;
  if (::ShellExecuteExW(&what) != 0) return {};
  const DWORD number = ::GetLastError();
  if (!has_no_opener(number)) return system_failure(number, "session.open_link", {});
  return fail(Code::not_found, "session.open_link", "no program to open links with");
}

}  // namespace tocsin
