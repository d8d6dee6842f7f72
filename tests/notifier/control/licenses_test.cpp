// Licence texts that a product must carry.
#include "notifier/control/license_texts.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

namespace tocsin {

TEST_CASE("every library's licence is compiled in") {
  for (const std::string_view name :
       {"Tocsin", "pugixml", "SQLite", "OpenSSL", "libcurl", "wxWidgets", "JSON for Modern C++", "CLI11",
        "tl::expected", "GCC runtime libraries", "GNU C Library", "Apache-2.0", "GPL-3", "LGPL-2"}) {
    CAPTURE(name);
    const auto texts = license_texts();
    const auto found = std::find_if(texts.begin(), texts.end(), [name](const LicenseText& license) {
      return license.name.starts_with(name);
    });
    CHECK(found != texts.end());
    if (found != texts.end()) CHECK(found->text.size() > 500);
  }
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

}  // namespace tocsin
