// UTF-8 to UTF-16 and back, and the forms of paths.
#include "schema/platform/win/wide_text.h"

#include <doctest/doctest.h>

using namespace tocsin;

TEST_CASE("wide and narrow: there and back") {
  for (const std::string_view text : {"", "plain", "Grüße", "更新", "\xF0\x9F\x94\x94", "C:\\Prüfung\\x"}) {
    CAPTURE(text);
    CHECK(narrow(wide(text)) == text);
  }
  CHECK(wide("\xF0\x9F\x94\x94") == L"\xD83D\xDD14");
  CHECK(narrow(std::wstring_view(L"a\0b", 3)) == std::string_view("a\0b", 3));
}

TEST_CASE("wide and narrow: what is no text is replaced") {
  const std::wstring_view mark = L"\xFFFD";
  for (const std::string_view bad : {"a\x80z", "a\xC0\xAFz", "a\xED\xA0\x80z", "a\xE2\x82"}) {
    CAPTURE(bad);
    CHECK(wide(bad).find(mark) != std::wstring::npos);
  }
  CHECK(narrow(L"a\xD83Dz") == "a\xEF\xBF\xBDz");
  CHECK(narrow(L"a\xDD14") == "a\xEF\xBF\xBD");
}

TEST_CASE("wide_path: backslashes; beyond the old limit, the form without one") {
  const std::string deep(300, 'x');
  CHECK(wide_path("C:/a/b\\c") == L"C:\\a\\b\\c");
  CHECK(wide_path("a/b") == L"a\\b");
  CHECK(wide_path("C:/" + deep) == L"\\\\?\\C:\\" + wide(deep));
  CHECK(wide_path(deep) == wide(deep));
  CHECK(wide_path("\\\\host\\" + deep) == L"\\\\host\\" + wide(deep));
  CHECK(narrow_path(L"\\\\?\\C:\\a") == "C:\\a");
  CHECK(narrow_path(L"\\\\?\\UNC\\host\\share") == "\\\\host\\share");
  CHECK(narrow_path(L"C:\\a") == "C:\\a");
}
