#include "packaging/kit/release/add_signature.h"

#include <algorithm>

#include "packaging/kit/files/any_file.h"
#include "packaging/kit/release/writer.h"
#include "schema/core/text/text.h"
#include "schema/trust/root.h"
#include "schema/trust/signature.h"

namespace tocsin::kit {
namespace {

bool holds(const Keyset& ring, std::string_view public_key) {
  return std::ranges::find(ring.keys, public_key) != ring.keys.end();
}

/// Valid signatures of the envelope by keys of this ring.
std::size_t valid_count(const Envelope& envelope, Role role, const Keyset& ring) {
  const std::string message = signed_bytes(role, envelope.payload);
  std::size_t count = 0;
  for (const Signature& signature : envelope.signatures) {
    for (const std::string_view key : ring.keys) {
      count += key_id(key) == signature.key_id && verifies(key, signature.bytes, message) ? 1 : 0;
    }
  }
  return count;
}

std::string standing_of(std::string_view whose, const Envelope& envelope, Role role, const Keyset& ring) {
  return std::to_string(valid_count(envelope, role, ring)) + " of " + std::to_string(ring.threshold) +
         " needed by " + std::string(whose);
}

/// The envelope's bytes with one signature more.
Result<std::string> with_signature(const Envelope& envelope, Role role, const SigningKey& key) {
  const std::string id = key_id(key.public_key());
  if (std::ranges::find(envelope.signatures, id, &Signature::key_id) != envelope.signatures.end()) {
    return fail(Code::conflict, "sign", "this key has signed already: " + hex(id));
  }
  if (envelope.signatures.size() >= kMostSignatures)
    return fail(Code::too_large, "sign", "16 signatures at most", "SIGCOUNT");
  const std::string bytes = TRY(key.sign(signed_bytes(role, envelope.payload)));
  std::vector<Signature> signatures = envelope.signatures;  // views, as is the new one
  signatures.push_back({id, bytes});
  std::ranges::sort(signatures, {}, &Signature::key_id);
  return write_envelope(envelope.payload, signatures);
}

Failure not_a_signer(const SigningKey& key, std::string_view ring) {
  return fail(Code::untrusted, "sign",
              "key " + hex(key_id(key.public_key())) + " is not in " + std::string(ring));
}

Result<std::optional<Root>> open_previous(const Root& draft, const std::optional<std::string>& previous) {
  if (!previous) return std::nullopt;
  auto root = TRY(sound_root(*previous, draft.product));
  if (root.version + 1 != draft.version)
    return fail(Code::invalid_argument, "sign", "--previous is not the root before");
  return root;
}

Result<void> check_root_signer(const Root& draft, const std::optional<Root>& previous,
                               const SigningKey& key) {
  const std::string public_key = key.public_key();
  if (holds(draft.root_keys, public_key)) return {};
  if (previous && holds(previous->root_keys, public_key)) return {};
  if (previous || draft.version <= 1)
    return not_a_signer(key, "the root's key set, nor in the previous one's");
  return {};
}

std::string root_standing(const Root& root, const std::optional<Root>& previous, const SigningKey& key) {
  std::string standing = standing_of("this root's keys", root.envelope, Role::root, root.root_keys);
  if (previous) {
    standing +=
        "; " + standing_of("the previous root's keys", root.envelope, Role::root, previous->root_keys);
  }
  if (!previous && !holds(root.root_keys, key.public_key())) {
    standing += "; this key is not in the root's key set and was taken for a key of the previous root";
  }
  return standing;
}

Result<Root> open_root(std::string_view bytes) {
  auto root = TRY(open_envelope(bytes).and_then(decode_root));
  TRY(check_root(root, {}));
  return root;
}

Result<SignedDraft> sign_root(std::string_view draft, const SigningKey& key,
                              const std::optional<std::string>& old) {
  const auto root = TRY(open_root(draft));
  const auto previous = TRY(open_previous(root, old));
  TRY(check_root_signer(root, previous, key));
  auto bytes = TRY(with_signature(root.envelope, Role::root, key));
  std::string standing = root_standing(TRY(open_root(bytes)), previous, key);
  return SignedDraft{std::move(bytes), hex(key_id(key.public_key())), std::move(standing)};
}

Result<SignedDraft> sign_payload(std::string_view draft, const SigningKey& key) {
  const auto payload = TRY(open_payload(draft));
  const auto root = TRY(sound_root(payload.scf.roots.back(), {}));
  if (!holds(root.release_keys, key.public_key())) return not_a_signer(key, "the newest root's release keys");
  const auto envelope = TRY(with_signature(payload.scf.envelope, Role::release, key));
  const auto result = TRY(open_envelope(envelope));
  return SignedDraft{write_payload(write_scf(payload.scf.roots, envelope), payload.blobs),
                     hex(key_id(key.public_key())),
                     standing_of("the root's release keys", result, Role::release, root.release_keys)};
}

}  // namespace

Result<SignedDraft> add_signature(std::string_view draft, const SigningKey& key,
                                  const std::optional<std::string>& previous) {
  const FileKind kind = kind_of(draft);
  if (kind == FileKind::root) return sign_root(draft, key, previous);
  if (kind == FileKind::payload) return sign_payload(draft, key);
  return fail(Code::invalid_argument, "sign", "a " + std::string(kind_name(kind)) + " is not a draft");
}

}  // namespace tocsin::kit
