// The verdict of a client on an scf.dat, for a given clock and stored state. Layer: packaging/kit.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "schema/core/instant.h"
#include "schema/core/result.h"
#include "schema/trust/digest.h"
#include "schema/trust/proof.h"

namespace tocsin {

struct StoredState {
  std::uint32_t epoch = 0;
  std::uint64_t serial = 0;
  std::optional<Digest> payload_hash;  // none: the same release
  std::optional<Instant> newest_issued;
};

struct VerifyRequest {
  std::string scf, root;          // bytes
  std::string product, platform;  // empty: not checked
  Instant at;
  std::optional<StoredState> state;
};

/// "2.7", "2.7:<64 hex digits>", either followed by "@2025-11-24T00:00:00Z"; empty: none. Errors:
/// invalid_argument.
[[nodiscard]] Result<std::optional<StoredState>> parse_stored_state(const std::string& text);

/// Steps 5 to 11 on `request.scf`.
[[nodiscard]] Result<Proof> prove_scf(const VerifyRequest& request);

[[nodiscard]] std::string accept_line(const ProvenRelease& release);

/// "ACCEPT 2.7", or an error whose `rule` is the rejection's name.
[[nodiscard]] Result<std::string> verify_scf(const VerifyRequest& request);

}  // namespace tocsin
