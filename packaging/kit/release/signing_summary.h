// What a signer is about to sign, in words: every field that matters, and what differs from the document
// before.
#pragma once

#include <string>

#include "packaging/kit/release/document_file.h"
#include "schema/core/result.h"
#include "schema/trust/root.h"

namespace tocsin {

/// Each of these ends with the SHA-256 of the signed document. Lines end in a newline; texts of the file are
/// made fit for a terminal.

/// Keys, thresholds, epochs and floors; with `previous`, those that are added, removed and changed.
[[nodiscard]] std::string root_summary(const Root& root, const Root* previous);

/// Each file with its size and digest; with `previous`, which files are the same.
[[nodiscard]] std::string programs_summary(const DocumentFile& draft, const DocumentFile* previous);

/// The settings that differ; the id, revision and title of each notice that is new, changed, withdrawn or
/// gone. Errors: those of parse_catalog and parse_config, strictly for the draft.
[[nodiscard]] Result<std::string> notices_summary(const DocumentFile& draft, const DocumentFile* previous);

/// The digest that a signer confirms, hex.
[[nodiscard]] std::string document_digest(const Envelope& envelope);

}  // namespace tocsin
