// Licence texts that a product must carry.
#include "notifier/control/license_texts.h"

#include <doctest/doctest.h>

#include <string>

namespace tocsin::control {

namespace {

/// The size of the text whose name begins so; 0: there is none.
std::size_t size_of(std::string_view name) {
  for (const LicenseText& license : license_texts()) {
    if (license.name.starts_with(name)) return license.text.size();
  }
  return 0;
}

}  // namespace

TEST_CASE("every library's licence is compiled in") {
  for (const std::string_view name :
       {"Tocsin", "pugixml", "SQLite", "OpenSSL", "libcurl", "wxWidgets", "JSON for Modern C++", "CLI11",
        "tl::expected", "GCC runtime libraries", "Apache-2.0", "GPL-3", "LGPL-2"}) {
    CAPTURE(name);
    CHECK(size_of(name) > 500);
  }
}

TEST_CASE("the C library's, which is this system's own") {
  CHECK((size_of("GNU C Library") > 500) != (size_of("mingw-w64 runtime") > 500));
}

TEST_CASE("the texts are whole") {
  std::string all;
  for (const auto& license : license_texts()) all += license.text;
  for (const std::string_view part :
       {"TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION", "wxWindows Library Licence",
        "GCC RUNTIME LIBRARY EXCEPTION", "THE SOFTWARE IS PROVIDED"}) {
    CAPTURE(part);
    CHECK(all.find(part) != std::string::npos);
  }
}

}  // namespace tocsin::control
