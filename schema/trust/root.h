// Roots: key sets with their thresholds, the payload of a ROOT envelope, and the chain from the trusted root
// to the newest one in a file. Step 6 of the order of proof.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "schema/core/instant.h"
#include "schema/core/result.h"
#include "schema/trust/framing.h"

namespace tocsin {

inline constexpr std::size_t kMostKeys = 16;

/// Views into the root's payload.
struct Keyset {
  std::uint8_t threshold = 0;
  std::vector<std::string_view> keys;  // 32 bytes each
};

/// Reads one key set; check `in.ok()` for a short buffer. Errors: KEYSET (more than 16 keys).
[[nodiscard]] Result<Keyset> take_keyset(ByteReader& in);

/// Errors: KEYSET (threshold not 1..count, so also an empty key set), KEY_ORDER, WEAK_KEY.
[[nodiscard]] Result<void> check_keyset(const Keyset& keyset);

/// Every listed signature is valid and by a key of one of `rings`, and the threshold of each ring is met by
/// its own keys. A signature counts only after it has been verified. Errors: BAD_SIG, THRESHOLD.
[[nodiscard]] Result<void> check_signatures(const Envelope& envelope, Role role,
                                            std::span<const Keyset* const> rings);

/// What a root says about the documents of one role. Views into the root's payload.
struct RoleBlock {
  std::uint32_t epoch = 0;
  std::uint64_t floor = 0;  // least serial
  Keyset keys;
};

/// Units: times in Unix seconds, as signed. Views into the envelope.
struct Root {
  Envelope envelope;
  std::string_view product;
  std::uint64_t version = 0;
  std::uint64_t issued = 0;
  std::uint64_t expires = 0;
  Keyset root_keys;
  RoleBlock programs;  // without keys: this channel has no programs (a site's notices)
  RoleBlock notices;

  [[nodiscard]] bool has_programs() const { return !programs.keys.keys.empty(); }
  /// `role` is programs or notices.
  [[nodiscard]] const RoleBlock& block(Role role) const {
    return role == Role::programs ? programs : notices;
  }
};

/// Reads "u8 1 | u8 role", the head of every payload. Errors: VERSION, ROLE.
[[nodiscard]] Result<void> take_payload_head(ByteReader& in, Role role);

/// Decodes the fields of a payload without judging their values. Errors: VERSION ROLE KEYSET TRUNCATED SLACK.
[[nodiscard]] Result<Root> decode_root(Envelope envelope);

/// Product (not checked when empty), then the three key sets. Only the one of programs may be empty, with the
/// threshold 0. Errors: PRODUCT, and check_keyset's.
[[nodiscard]] Result<void> check_root(const Root& root, std::string_view product);

/// An envelope that is already trusted: checks framing, product and key sets, but no signature.
[[nodiscard]] Result<Root> sound_root(std::string_view envelope, std::string_view product);

/// Signed times as instants; later times become the end of year 9999.
[[nodiscard]] Instant to_instant(std::uint64_t unix_seconds);
/// Instants before 1970 become 1970: signed times cannot express them.
[[nodiscard]] std::uint64_t to_unix(Instant instant);

/// What a chain of roots must agree with: the root that is compiled in, and the newest one that this machine
/// has accepted, which may be the same. Views into the envelopes.
struct TrustedRoots {
  Root compiled;
  Root newest;
};

/// The newest root of `envelopes` (1..64, in the file's order, versions from 1). Every link is verified, also
/// below the newest trusted root: a chain that only began there could not be verified from the compiled root
/// later, and a machine that stored it would forget the root that it had accepted.
///
/// Errors: those of an envelope and a root, PRODUCT, ROOT_GAP, ROOT_OLD, BAD_SIG, THRESHOLD,
///         ROOT_EQUIVOCATION, ROOT_REGRESS (an epoch or a floor falls; programs keys appear or go).
/// Source: schema/README.md, "Order of proof", step 6.
[[nodiscard]] Result<Root> climb_chain(const std::vector<std::string_view>& envelopes,
                                       const TrustedRoots& trusted, std::string_view product);

}  // namespace tocsin
