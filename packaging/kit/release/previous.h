// What a draft is compared with before it is signed or written: the document before it, and the clock.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "packaging/kit/release/document_file.h"
#include "schema/core/instant.h"
#include "schema/core/position.h"
#include "schema/core/result.h"
#include "schema/trust/root.h"

namespace tocsin {

/// The root before `draft`: of its product, one version lower, signed by enough of its own keys.
/// Errors: invalid_argument, and those of sound_root and check_signatures.
[[nodiscard]] Result<Root> open_previous_root(std::string_view bytes, const Root& draft);

/// The document of this role that was signed before, in any file that holds it, signed by enough keys of that
/// file's newest root. Errors: those of open_document and check_signatures.
[[nodiscard]] Result<DocumentFile> open_previous_document(std::string_view bytes, Role role);

/// `draft` comes after `previous`: of the same product, platform and roots, and above it.
/// Errors: invalid_argument; ROOT_EQUIVOCATION.
[[nodiscard]] Result<void> check_follows(const DocumentFile& draft, const DocumentFile& previous);

/// Issued at most a day after `now`: a document from the future stops clients from taking the ones that
/// follow. Errors: invalid_argument, `rule` FUTURE.
[[nodiscard]] Result<void> check_issue_time(Instant issued, Instant now);

/// The serial is at most 1,000,000 above the one before it, or above `floor` where there is none in this
/// epoch: a serial near the end of its range leaves none for what follows.
/// Errors: invalid_argument, `rule` SERIAL.
[[nodiscard]] Result<void> check_serial_step(Position position, std::optional<Position> previous,
                                             std::uint64_t floor);

}  // namespace tocsin
