// What the signing commands' options mean: times, key files, drafts. Layer: packaging/kit.
#pragma once

#include <string>
#include <vector>

#include "packaging/kit/release/signing_key.h"
#include "packaging/kit/release/writer.h"
#include "schema/core/instant.h"
#include "schema/core/result.h"

namespace tocsin {

/// The form of 2026-11-22T00:00:00Z; empty means `fallback`. Errors: invalid_argument, naming `option`.
[[nodiscard]] Result<Instant> time_option(const std::string& text, const std::string& option,
                                          Instant fallback);

/// First line of the file; empty when no file is named.
[[nodiscard]] Result<std::string> read_passphrase(const std::string& path);
[[nodiscard]] Result<SigningKey> read_signing_key(const std::string& path,
                                                  const std::string& passphrase_file);

/// Public keys from PEM files. Errors: invalid_argument (more than 16, a key twice, threshold not 1..count).
[[nodiscard]] Result<KeyList> read_key_list(const std::vector<std::string>& paths, unsigned threshold);
[[nodiscard]] Result<void> check_key_list(const KeyList& list);

/// Any of the kit's own files, at most a payload and its stub.
[[nodiscard]] Result<std::string> read_draft(const std::string& path);
[[nodiscard]] Result<void> write_draft(const std::string& path, std::string_view bytes);

}  // namespace tocsin
