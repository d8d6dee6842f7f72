// A new set beside the live one. Step 12 of the order of proof. Layer: updater.
#pragma once

#include <string>

#include "updater/machine.h"
#include "updater/patch.h"

namespace tocsin {

/// Makes the set's folder, exclusively and with its final permissions; scf.dat first, then each file while it
/// is hashed; all of it is on the disk when it returns. Returns the folder's name. A failure leaves nothing
/// behind but what the disk refuses to give up. Errors: FILE_HASH, denied, io.
[[nodiscard]] Result<std::string> stage(const GuardedFolder& install, const Patch& patch,
                                        const ProvenRelease& release);

}  // namespace tocsin
