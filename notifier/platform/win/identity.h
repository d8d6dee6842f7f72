// Whether a token belongs to a person. Pure, so that tests can call it.
#pragma once

#include <cstdint>
#include <string>

namespace tocsin {

struct TokenFacts {
  std::string user;         // SID; empty: unknown
  bool is_service = false;  // the logon was a service's (S-1-5-6)
  std::uint32_t session = 0;
  std::uint32_t integrity = 0;  // RID of the mandatory label; 0x4000 is System's
};

/// True for SYSTEM, the service and virtual accounts, any service's logon, session 0, the integrity level of
/// SYSTEM, and an unknown user. An elevated administrator is a person.
[[nodiscard]] bool is_no_person(const TokenFacts& token);

}  // namespace tocsin
