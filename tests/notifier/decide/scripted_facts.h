// Facts with the answers of a test, counting what is asked.
#pragma once

#include <map>
#include <string>

#include "notifier/decide/facts.h"

namespace tocsin {

struct ScriptedFacts : Facts {
  Truth is_host = Truth::yes;
  bool is_member = true;
  OsFact system{"linux", "debian", "12", "x86_64"};
  std::map<std::string, Finding, std::less<>> consoles, components;
  int host_calls = 0, console_calls = 0, component_calls = 0, os_calls = 0, member_calls = 0;

  Truth host() override {
    ++host_calls;
    return is_host;
  }
  Finding console(std::string_view type, Need) override {
    ++console_calls;
    const auto found = consoles.find(type);
    return found == consoles.end() ? Finding{} : found->second;
  }
  Finding component(std::string_view id, Need) override {
    ++component_calls;
    const auto found = components.find(id);
    return found == components.end() ? Finding{} : found->second;
  }
  const OsFact& os() override {
    ++os_calls;
    return system;
  }
  bool member() override {
    ++member_calls;
    return is_member;
  }

  [[nodiscard]] int calls() const {
    return host_calls + console_calls + component_calls + os_calls + member_calls;
  }
};

}  // namespace tocsin
