// See release/fields.h: roots, releases, scf.dat, trust.dat.
#include "packaging/kit/release/fields.h"

#include "packaging/kit/files/any_file.h"
#include "packaging/kit/release/draft.h"
#include "schema/core/text/text.h"
#include "schema/trust/digest.h"
#include "schema/trust/signature.h"
#include "schema/trust/trust_state.h"

namespace tocsin {
namespace {

using Rings = std::vector<const Keyset*>;

Json time_json(std::uint64_t unix_seconds) {
  return {{"utc", format_instant(to_instant(unix_seconds))}, {"unix", unix_seconds}};
}

Json keyset_json(const Keyset& ring) {
  Json keys = Json::array();
  for (const std::string_view key : ring.keys) {
    keys.push_back({{"id", hex(key_id(key))}, {"key", hex(key)}, {"strong", is_strong_key(key)}});
  }
  return {{"threshold", ring.threshold}, {"keys", std::move(keys)}};
}

/// "valid", "invalid", or "key not in sight" (a rotated root standing alone).
std::string verdict_on(const Signature& signature, std::string_view message, const Rings& rings) {
  for (const Keyset* ring : rings) {
    for (const std::string_view key : ring->keys) {
      if (key_id(key) == signature.key_id)
        return verifies(key, signature.bytes, message) ? "valid" : "invalid";
    }
  }
  return "key not in sight";
}

Json signatures_json(const Envelope& envelope, Role role, const Rings& rings) {
  const std::string message = signed_bytes(role, envelope.payload);
  Json list = Json::array();
  for (const Signature& signature : envelope.signatures) {
    list.push_back({{"key_id", hex(signature.key_id)},
                    {"signature", hex(signature.bytes)},
                    {"verdict", verdict_on(signature, message, rings)}});
  }
  return list;
}

Json root_json(const Root& root, const Root* previous) {
  Rings rings{&root.root_keys};
  if (previous != nullptr) rings.push_back(&previous->root_keys);
  return {{"product", shown(root.product)},
          {"version", root.version},
          {"epoch", root.epoch},
          {"issued", time_json(root.issued)},
          {"expires", time_json(root.expires)},
          {"floor", root.floor},
          {"root_keys", keyset_json(root.root_keys)},
          {"release_keys", keyset_json(root.release_keys)},
          {"payload_bytes", root.envelope.payload.size()},
          {"payload_sha256", hex(as_view(sha256(root.envelope.payload)))},
          {"signatures", signatures_json(root.envelope, Role::root, rings)}};
}

Json file_json(const FileEntry& file) {
  return {{"role", role_name(file.role)},
          {"role_number", static_cast<unsigned>(file.role)},
          {"name", shown(file.name)},
          {"size", file.size},
          {"sha256", hex(as_view(file.sha256))}};
}

Json release_json(const Release& release, const Envelope& envelope, const Keyset& ring) {
  Json files = Json::array();
  for (const FileEntry& file : release.files) files.push_back(file_json(file));
  return {{"product", shown(release.product)},
          {"root_version", release.root_version},
          {"epoch", release.epoch},
          {"serial", release.serial},
          {"issued", time_json(release.issued)},
          {"expires", time_json(release.expires)},
          {"platform", shown(release.platform)},
          {"files", std::move(files)},
          {"payload_bytes", envelope.payload.size()},
          {"payload_sha256", hex(as_view(sha256(envelope.payload)))},
          {"signatures", signatures_json(envelope, Role::release, {&ring})}};
}

Result<std::vector<Root>> decode_roots(const std::vector<std::string_view>& envelopes) {
  std::vector<Root> roots;
  for (const std::string_view envelope : envelopes) {
    auto root = split_envelope(envelope).and_then(decode_root);
    if (!root) return Failure(root.error());
    roots.push_back(std::move(*root));
  }
  return roots;
}

}  // namespace

std::string shown(std::string_view text) {
  return sanitised(text, 255);
}

Result<Json> scf_json(std::string_view bytes) {
  const auto scf = open_scf(bytes);
  if (!scf) return Failure(scf.error());
  const auto roots = decode_roots(scf->roots);
  if (!roots) return Failure(roots.error());
  const auto release = decode_release(scf->envelope.payload);
  if (!release) return Failure(release.error());
  Json list = Json::array();
  for (std::size_t i = 0; i < roots->size(); ++i) {
    list.push_back(root_json((*roots)[i], i > 0 ? &(*roots)[i - 1] : nullptr));
  }
  return Json{{"bytes", bytes.size()},
              {"sections", scf->roots.size() + 1},
              {"roots", std::move(list)},
              {"release", release_json(*release, scf->envelope, roots->back().release_keys)}};
}

Result<Json> root_file_json(std::string_view bytes) {
  const auto root = open_envelope(bytes).and_then(decode_root);
  if (!root) return Failure(root.error());
  return root_json(*root, nullptr);
}

Result<Json> state_json(std::string_view bytes) {
  const auto state = parse_trust_state(bytes);
  if (!state) return Failure(state.error());
  auto root = root_file_json(state->root_envelope);
  if (!root) return root;
  return Json{{"bytes", bytes.size()},
              {"epoch", state->epoch},
              {"serial", state->serial},
              {"payload_sha256", hex(as_view(state->payload_hash))},
              {"newest_issued", time_json(to_unix(state->newest_issued))},
              {"root", std::move(*root)}};
}

}  // namespace tocsin
