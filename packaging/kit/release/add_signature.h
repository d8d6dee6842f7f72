// Adds one signature to a draft. Layer: packaging/kit.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "packaging/kit/release/signing_key.h"
#include "schema/core/result.h"

namespace tocsin {

struct SignedDraft {
  std::string bytes;
  std::string key_id;  // hex
  std::size_t signatures = 0;
  std::string standing;  // one line: how many count towards each threshold
};

/// `draft` is a root envelope or a payload. A root's key must be in its own key set or the previous root's:
/// in that of `previous` where it is given; a root above version 1 without it takes a key it does not know
/// for a previous one's (and says so in `standing`), because signers share the draft alone.
///
/// Errors: untrusted (the key may not sign this), conflict (it has signed already), malformed, too_large (16
/// signatures).
[[nodiscard]] Result<SignedDraft> add_signature(std::string_view draft, const SigningKey& key,
                                                const std::optional<std::string>& previous);

}  // namespace tocsin
