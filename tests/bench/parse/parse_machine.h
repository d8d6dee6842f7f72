// A machine of which every condition of the bench's catalog is true, so that none is decided early. Tests
// only.
#pragma once

#include <array>
#include <string>

#include "notifier/decide/facts.h"

namespace tocsin::bench {

inline const std::array<std::string, 2> kLocales{"de-CH", "en"};

class Machine : public Facts {
 public:
  Truth host() override { return Truth::yes; }
  Finding console(std::string_view, Need) override {
    return {Truth::yes, "5.2.1-1", Scheme::deb, "package example-console"};
  }
  Finding component(std::string_view id, Need) override {
    if (id != "anti-virus") return {};
    return {Truth::yes, "9.5.1", Scheme::dotted, "keyfile /etc/example/av-release"};
  }
  const OsFact& os() override { return os_; }
  bool member() override { return true; }

 private:
  OsFact os_{"linux", "debian", "12", "x86_64"};
};

}  // namespace tocsin::bench
