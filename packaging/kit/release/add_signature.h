// Adds one signature to a draft.
#pragma once

#include <string>
#include <string_view>

#include "packaging/kit/release/signing_key.h"
#include "schema/core/result.h"
#include "schema/trust/root.h"

namespace tocsin {

struct SignedDraft {
  std::string bytes;
  std::string key_id;    // hex
  std::string standing;  // one line: how many count towards each threshold
};

/// `draft` is a root envelope. The key must be in its own set of root keys, or in that of `previous`, the
/// root before it; null for version 1.
///
/// Errors: untrusted (the key may not sign this), conflict (it has signed already), malformed, too_large (16
/// signatures).
[[nodiscard]] Result<SignedDraft> sign_root(std::string_view draft, const SigningKey& key,
                                            const Root* previous);

/// `draft` holds programs or notices (release/document_file.h). The key must be one that the draft's newest
/// root lists for that role. Errors: as above.
[[nodiscard]] Result<SignedDraft> sign_document(std::string_view draft, const SigningKey& key);

}  // namespace tocsin
