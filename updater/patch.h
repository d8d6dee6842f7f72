// A patch and its proof: steps 4 to 11 of the order of proof.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "schema/core/instant.h"
#include "schema/trust/patch.h"
#include "schema/trust/proof.h"
#include "schema/trust/trust_state.h"
#include "updater/platform/patch_file.h"

namespace tocsin::updater {

struct Patch {
  PatchFile file;
  PayloadHead head;
};

/// `path` empty: this program's own payload. Errors: not_found when it carries none, malformed, denied, io.
[[nodiscard]] Result<Patch> open_patch(const std::string& path);

/// Errors: those of Proof::of; TRUNCATED, SLACK when the files do not fill the payload.
[[nodiscard]] Result<Proof> prove_patch(const Patch& patch, const TrustAnchor& anchor,
                                        const ProofDemand& demand);

/// Passes the bytes of one file of the payload to `take`, in pieces and in order, and compares their digest
/// at the end. Errors: FILE_HASH, io, and those of `take`.
[[nodiscard]] Result<void> copy_file(const Patch& patch, const ProvenRelease& release, FileRole role,
                                     const std::function<Result<void>(std::string_view)>& take);

}  // namespace tocsin::updater
