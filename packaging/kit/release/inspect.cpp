// Builds one tree of JSON with every field of an SCF1 file; the text is the
// same tree, indented.
#include "packaging/kit/release/inspect.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "packaging/kit/files/any_file.h"
#include "schema/core/text/text.h"
#include "schema/trust/digest.h"
#include "schema/trust/signature.h"
#include "schema/trust/trust_state.h"

namespace tocsin::kit {
namespace {

using Json = nlohmann::ordered_json;
using Rings = std::vector<const Keyset*>;

/// Text of the file without characters that must not be printed.
std::string shown(std::string_view text) {
  return sanitised(text, 255);
}

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

/// "valid", "invalid", or "key not in sight" (as in a rotated root without the
/// root before it).
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
  roots.reserve(envelopes.size());
  for (const std::string_view envelope : envelopes) {
    roots.push_back(TRY(split_envelope(envelope).and_then(decode_root)));
  }
  return roots;
}

Result<Json> scf_json(std::string_view bytes) {
  const auto scf = TRY(open_scf(bytes));
  const auto roots = TRY(decode_roots(scf.roots));
  const auto release = TRY(decode_release(scf.envelope.payload));
  Json list = Json::array();
  for (std::size_t i = 0; i < roots.size(); ++i) {
    list.push_back(root_json(roots[i], i > 0 ? &roots[i - 1] : nullptr));
  }
  return Json{{"bytes", bytes.size()},
              {"sections", scf.roots.size() + 1},
              {"roots", std::move(list)},
              {"release", release_json(release, scf.envelope, roots.back().release_keys)}};
}

Result<Json> root_file_json(std::string_view bytes) {
  return root_json(TRY(open_envelope(bytes).and_then(decode_root)), nullptr);
}

Result<Json> state_json(std::string_view bytes) {
  const auto state = TRY(parse_trust_state(bytes));
  auto root = TRY(root_file_json(state.root_envelope));
  return Json{{"bytes", bytes.size()},
              {"epoch", state.epoch},
              {"serial", state.serial},
              {"payload_sha256", hex(as_view(state.payload_hash))},
              {"newest_issued", time_json(to_unix(state.newest_issued))},
              {"root", std::move(root)}};
}

/// Compares each blob with its entry in the release. The sizes show missing and
/// surplus bytes.
Json blobs_json(const Release& release, std::string_view blobs) {
  Json list = Json::array();
  for (const FileEntry& file : release.files) {
    const bool is_whole = file.size <= blobs.size();
    const std::string_view blob = blobs.substr(0, is_whole ? file.size : blobs.size());
    list.push_back({{"name", shown(file.name)},
                    {"bytes", blob.size()},
                    {"matches", is_whole && sha256(blob) == file.sha256}});
    blobs.remove_prefix(blob.size());
  }
  return {{"files", std::move(list)}, {"left_over", blobs.size()}};
}

Result<Release> release_of(std::string_view payload_bytes) {
  const auto payload = TRY(open_payload(payload_bytes));
  return decode_release(payload.scf.envelope.payload);
}

/// A stub may end in zeros, like the padding behind it. Its end is certain only
/// if the release lists it as the updater; otherwise a range is printed.
Json stub_json(std::string_view before, const FileEntry* updater) {
  constexpr std::size_t kMostPadding = 7;
  const std::size_t last = before.find_last_not_of('\0') + 1;  // npos + 1 is 0
  std::size_t least = std::max(last, before.size() - std::min(before.size(), kMostPadding));
  std::size_t most = before.size();
  const bool is_listed = updater != nullptr && updater->size >= least && updater->size <= most &&
                         sha256(before.substr(0, updater->size)) == updater->sha256;
  if (is_listed) least = most = updater->size;
  return {{"stub_bytes", {{"least", least}, {"most", most}}},
          {"padding_bytes", {{"least", before.size() - most}, {"most", before.size() - least}}},
          {"stub_is_the_listed_updater", updater == nullptr ? Json() : Json(is_listed)}};
}

Result<Json> payload_json(std::string_view bytes) {
  const auto payload = TRY(open_payload(bytes));
  auto scf = TRY(scf_json(payload.scf_bytes));
  const auto release = TRY(release_of(bytes));
  return Json{
      {"bytes", bytes.size()}, {"scf", std::move(scf)}, {"blobs", blobs_json(release, payload.blobs)}};
}

Result<Json> patch_json(std::string_view bytes) {
  const auto patch = TRY(split_patch(bytes));
  auto payload = TRY(payload_json(patch.payload));
  const auto release = TRY(release_of(patch.payload));
  const auto updater = std::ranges::find(release.files, FileRole::updater, &FileEntry::role);
  Json fields{{"bytes", bytes.size()}, {"payload_offset", patch.before.size()}};
  fields.update(stub_json(patch.before, updater == release.files.end() ? nullptr : &*updater));
  fields["certificate_table_bytes"] = patch.behind.size();
  fields["payload"] = std::move(payload);
  return fields;
}

Result<Json> fields_of(std::string_view bytes, FileKind kind) {
  switch (kind) {
    case FileKind::root:
      return root_file_json(bytes);
    case FileKind::scf:
      return scf_json(bytes);
    case FileKind::payload:
      return payload_json(bytes);
    case FileKind::trust_state:
      return state_json(bytes);
    case FileKind::patch:
      return patch_json(bytes);
  }
  return fail(Code::internal, "inspect");
}

std::string scalar(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

bool is_time(const Json& value) {
  return value.is_object() && value.size() == 2 && value.contains("unix");
}

void print_tree(std::string& out, const std::string& name, const Json& value, int depth) {
  out += std::string(static_cast<std::size_t>(depth) * 2, ' ') + name + ':';
  if (is_time(value)) {
    out += ' ' + scalar(value["utc"]) + " (" + scalar(value["unix"]) + ")\n";
  } else if (!value.is_structured()) {
    out += ' ' + scalar(value) + '\n';
  } else {
    out += value.empty() ? " none\n" : "\n";
    std::size_t index = 0;
    for (const auto& [key, child] : value.items()) {
      print_tree(out, value.is_array() ? std::to_string(++index) : key, child, depth + 1);
    }
  }
}

std::string as_text(const Json& fields) {
  std::string out;
  for (const auto& [key, value] : fields.items()) print_tree(out, key, value, 0);
  return out;
}

}  // namespace

Result<std::string> inspect_file(std::string_view bytes, Listing listing) {
  const FileKind kind = kind_of(bytes);
  const Json fields = TRY(fields_of(bytes, kind));
  Json all{{"schema", "tocsin.inspect/1"}, {"kind", kind_name(kind)}};
  all.update(fields);
  if (listing == Listing::json) return all.dump(2) + '\n';
  all.erase("schema");
  return as_text(all);
}

}  // namespace tocsin::kit
