// Whether the live set is whole. Layer: updater.
#pragma once

#include <string_view>
#include <vector>

#include "schema/trust/proof.h"
#include "schema/trust/release.h"
#include "updater/recall.h"

namespace tocsin {

/// Permission bits of a file of a set.
[[nodiscard]] unsigned mode_of(FileRole role);

/// Every file of `files` is there with its owner, mode, size and digest. Errors: FILE_HASH (also for a
/// missing one), io.
[[nodiscard]] Result<void> check_set_files(const GuardedFolder& set, const std::vector<FileEntry>& files);

/// The live set is this very release, and whole.
[[nodiscard]] bool is_live_and_sound(const Memory& memory, const ProvenRelease& release);

/// The live set is of a release above `other` and whole; its dates are left aside, as everywhere in step 3.
[[nodiscard]] bool is_newer_and_sound(const Memory& memory, std::string_view product, std::uint32_t epoch,
                                      std::uint64_t serial);

}  // namespace tocsin
