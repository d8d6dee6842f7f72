// What a token says about who runs this program, judged apart from the calls that ask. Layer:
// notifier/platform, Windows only.
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

/// SYSTEM, the service and virtual accounts, any service's logon, session 0, System's integrity; also who
/// cannot be told. An administrator with raised rights is a person all the same.
[[nodiscard]] bool is_no_person(const TokenFacts& token);

}  // namespace tocsin
