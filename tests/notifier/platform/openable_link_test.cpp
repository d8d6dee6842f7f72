// What may reach the opener of links at all.
#include "notifier/platform/session.h"

#include <doctest/doctest.h>

using namespace tocsin;

TEST_CASE("is_openable: yes") {
  const std::string_view links[] = {"https://support.example.com/kb/119053",
                                    "https://support.example.com/?a=1&b=$(id);c=`id`&d='e'#f",
                                    "https://support.example.com/%20%0a%22",
                                    "https://support.example.com/--help",
                                    "https://support.example.com/*?[a]~{b}|c",
                                    "HTTPS://support.example.com/",
                                    "https://a"};
  for (const std::string_view link : links) {
    CAPTURE(link);
    CHECK(is_openable(std::string(link)));
  }
}

TEST_CASE("is_openable: no, and open_link then opens nothing") {
  const std::string links[] = {"",
                               "https://",
                               "http://support.example.com/",
                               "file:///etc/passwd",
                               "file://server/share/x.exe",
                               "C:\\Windows\\notepad.exe",
                               "\\\\server\\share\\x.exe",
                               "notepad.exe",
                               "ms-settings:",
                               "shell:startup",
                               "javascript:alert(1)",
                               "support.example.com",
                               "//support.example.com",
                               "--help",
                               " https://support.example.com/",
                               "https://support.example.com/a b",
                               "https://support.example.com/\r\nHost: x",
                               std::string("https://support.example.com/\0x", 30),
                               "https://support.example.com/\x7f",
                               "https://support.example.com\\@evil.example/",
                               "https://sup\xC3\xB6rt.example.com/",
                               "https://" + std::string(4096, 'a')};
  for (const std::string& link : links) {
    CAPTURE(link);
    CHECK_FALSE(is_openable(link));
    const auto opened = open_link(link);
    CHECK_FALSE(opened.has_value());
    if (!opened) CHECK(opened.error().code == Code::invalid_argument);
  }
}
