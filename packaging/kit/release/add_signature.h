// Adds one signature to a draft.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "packaging/kit/release/signing_key.h"
#include "schema/core/result.h"

namespace tocsin::kit {

struct SignedDraft {
  std::string bytes;
  std::string key_id;    // hex
  std::string standing;  // one line: how many count towards each threshold
};

/// `draft` is a root envelope or a payload. The key of a root must be in the root's own key set or in that of
/// `previous`. If `previous` is not given, a root above version 1 accepts any other key as one of the
/// previous root, and `standing` says so: signers exchange the draft alone.
///
/// Errors: untrusted (the key may not sign this), conflict (it has signed already), malformed, too_large (16
/// signatures).
[[nodiscard]] Result<SignedDraft> add_signature(std::string_view draft, const SigningKey& key,
                                                const std::optional<std::string>& previous);

}  // namespace tocsin::kit
