// The verdict of a client on a file, for a given clock, given documents accepted before and a given live set.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schema/core/instant.h"
#include "schema/core/result.h"
#include "schema/core/set_layout.h"
#include "schema/trust/composition.h"
#include "schema/trust/proof.h"

namespace tocsin {

/// The update patch chooses between the file and the live set. The dialog reads the file as the live set.
enum class Client : std::uint8_t { update_patch, dialog };

struct VerifyRequest {
  std::string root;      // the trusted root envelope
  std::string platform;  // empty: not checked
  Instant at;            // the client's clock
  Instant built;         // when the client was built; 1970: long ago
  Client client = Client::update_patch;
  Accepted programs, notices;               // before; update patch only
  std::string live_programs, live_notices;  // envelopes of the live set, or empty; update patch only
  std::string product;                      // empty: that of the trusted root
};

/// The names that files must have, as far as this build knows them: those of its own brand, of programs for
/// its own platform only. Empty names are not known.
[[nodiscard]] FileNames known_names(std::string_view product, std::string_view platform);

/// Steps 5 to 11 of the order of proof, on an scf.dat. Errors: rejections; `rule` is the rejection's name,
/// `context` the role that it is about.
[[nodiscard]] Result<ProvenRelease> prove_scf(std::string_view scf, const VerifyRequest& request);

/// Steps 4 to 12 of the order of proof, on a patch, a payload or a notices file in memory; and whether the
/// stub of a patch is the updater that its programs list. Errors: rejections; STUB.
[[nodiscard]] Result<ProvenRelease> prove_file(std::string_view file, const VerifyRequest& request);

/// The first root of a file's own chain, whole. It is well-formed and signed by its own keys; its origin is
/// unknown. `file` is an scf.dat, a patch or a payload. Errors: rejections.
[[nodiscard]] Result<std::string> own_root(std::string_view file);

}  // namespace tocsin
