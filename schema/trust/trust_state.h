// trust.dat, and the anchor from which a proof starts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/core/instant.h"
#include "schema/core/position.h"
#include "schema/core/result.h"
#include "schema/trust/digest.h"
#include "schema/trust/root.h"

namespace tocsin {

/// The highest document of one role that a machine has accepted; all zero and without hash when it never
/// accepted one.
struct Accepted {
  Position position;
  std::optional<Digest> payload_hash;  // none: any document at this position is the accepted one
  std::uint64_t issued = 0;            // the newest signed time accepted in this epoch, Unix seconds
};

/// Whether a document at `position` is above what was accepted.
[[nodiscard]] bool is_above(const Position& position, const Accepted& accepted);

/// What is known after a document has been accepted. A higher epoch forgets the time of the lower one: a
/// stolen key may have signed any time.
[[nodiscard]] Accepted raised(const Accepted& before, const Accepted& document);

/// The content of trust.dat. A missing or damaged file is never "zero": see strongest().
struct TrustState {
  Accepted programs;
  Accepted notices;
  std::vector<std::string> roots;  // whole envelopes, versions from 1
};

/// Errors: malformed (magic, length, checksum, count of roots, slack).
[[nodiscard]] Result<TrustState> parse_trust_state(std::string_view bytes);
/// At most 64 roots. A record without a hash is written with 32 zero bytes.
[[nodiscard]] std::string serialise_trust_state(const TrustState& state);

/// The later of the two recorded times: a lower bound of "now".
[[nodiscard]] Instant newest_issued(const TrustState& state);

/// What a proof starts from. The roots are whole envelopes.
struct TrustAnchor {
  std::string compiled_root;
  std::string newest_root;  // that was accepted; at first the compiled one
  Accepted programs;
  Accepted notices;

  /// `role` is programs or notices.
  [[nodiscard]] const Accepted& accepted(Role role) const {
    return role == Role::programs ? programs : notices;
  }
};

/// Both roots of an anchor, decoded. Views into it. Errors: those of sound_root.
[[nodiscard]] Result<TrustedRoots> trusted_roots(const TrustAnchor& anchor, std::string_view product);

/// Step 3: what this machine trusts and has accepted: the highest of three sources. An empty view means that
/// the file is absent.
/// - The compiled root.
/// - trust.dat: where its checksum is right, its records always count. Its roots count only if they climb
/// from
///   the compiled root by the rules of step 6.
/// - The live set's scf.dat: where its roots climb from the trusted one and the signatures, product and
/// epochs
///   of its documents are right. Whether anything in it has expired does not matter.
///
/// Errors: untrusted when the compiled root itself is not a sound envelope for `product`.
[[nodiscard]] Result<TrustAnchor> strongest(std::string_view compiled_root, std::string_view product,
                                            std::string_view trust_dat, std::string_view live_scf);

}  // namespace tocsin
