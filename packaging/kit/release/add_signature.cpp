#include "packaging/kit/release/add_signature.h"

#include <algorithm>
#include <optional>

#include "packaging/kit/files/any_file.h"
#include "packaging/kit/release/document_file.h"
#include "packaging/kit/release/writer.h"
#include "schema/core/text/text.h"
#include "schema/trust/root.h"
#include "schema/trust/signature.h"

namespace tocsin {
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

std::string root_standing(const Root& root, const Root* previous) {
  std::string standing = standing_of("this root's keys", root.envelope, Role::root, root.root_keys);
  if (previous != nullptr) {
    standing +=
        "; " + standing_of("the previous root's keys", root.envelope, Role::root, previous->root_keys);
  }
  return standing;
}

}  // namespace

Result<SignedDraft> sign_root(std::string_view draft, const SigningKey& key, const Root* previous) {
  auto root = TRY(open_envelope(draft).and_then(decode_root));
  TRY(check_root(root, {}));
  const std::string public_key = key.public_key();
  if (!holds(root.root_keys, public_key) &&
      (previous == nullptr || !holds(previous->root_keys, public_key))) {
    return not_a_signer(
        key, previous == nullptr ? "the root's key set" : "the root's key set, nor in the previous one's");
  }
  auto bytes = TRY(with_signature(root.envelope, Role::root, key));
  root.envelope = TRY(open_envelope(bytes));
  std::string standing = root_standing(root, previous);
  return SignedDraft{std::move(bytes), hex(key_id(public_key)), std::move(standing)};
}

Result<SignedDraft> sign_document(std::string_view draft, const SigningKey& key) {
  const auto file = TRY(open_draft(draft));
  const std::string role(role_name(file.role));
  const Keyset& ring = file.newest.block(file.role).keys;
  if (!holds(ring, key.public_key())) return not_a_signer(key, "the newest root's " + role + " keys");
  const auto envelope = TRY(with_signature(file.envelope, file.role, key));
  const auto result = TRY(open_envelope(envelope));
  const bool is_programs = file.role == Role::programs;
  const std::string scf = is_programs ? write_scf(file.roots, envelope, std::nullopt)
                                      : write_scf(file.roots, std::nullopt, envelope);
  return SignedDraft{write_payload(scf, file.blobs), hex(key_id(key.public_key())),
                     standing_of("the root's " + role + " keys", result, file.role, ring)};
}

}  // namespace tocsin
