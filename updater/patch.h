// The file that was handed out, a patch or a payload: opened, composed with the live set, and proven. Steps 4
// to 11 of the order of proof.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/core/brand.h"
#include "schema/core/instant.h"
#include "schema/trust/composition.h"
#include "schema/trust/patch.h"
#include "updater/platform/guarded_folder.h"
#include "updater/platform/patch_file.h"

namespace tocsin {

struct Patch {
  PatchFile file;
  PayloadHead head;
};

/// `path` empty: this program's own payload. Errors: not_found when it carries none, malformed, denied, io.
[[nodiscard]] Result<Patch> open_patch(const std::string& path);

/// What the patch and the live set make together on a machine that has accepted `anchor`, at `start`. Errors:
/// those of compose(); TRUNCATED, SLACK when the files do not fill the payload.
[[nodiscard]] Result<Composition> compose_patch(const Patch& patch, const LiveDocuments& live,
                                                const TrustAnchor& anchor, const Brand& brand, Instant start);

/// Passes the bytes of one file of the payload (`files`: all that lie in it, in its order) to `take`, in
/// pieces and in order, and compares their digest at the end. Errors: FILE_HASH, io, and those of `take`.
[[nodiscard]] Result<void> copy_file(const Patch& patch, const std::vector<FileEntry>& files, FileRole role,
                                     const Take& take);

}  // namespace tocsin
