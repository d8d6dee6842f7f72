// Builds one tree of JSON with every field of an SCF1 file; the text is the
// same tree, indented.
#include "packaging/kit/release/inspect.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "packaging/kit/files/any_file.h"
#include "packaging/kit/release/document_file.h"
#include "packaging/kit/release/signing_summary.h"
#include "packaging/kit/release/stub.h"
#include "schema/core/text/ascii_json.h"
#include "schema/core/text/text.h"
#include "schema/trust/digest.h"
#include "schema/trust/signature.h"
#include "schema/trust/trust_state.h"

namespace tocsin {
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

Json role_json(const RoleBlock& block) {
  return {{"epoch", block.epoch}, {"floor", block.floor}, {"keys", keyset_json(block.keys)}};
}

Json root_json(const Root& root, const Root* previous) {
  Rings rings{&root.root_keys};
  if (previous != nullptr) rings.push_back(&previous->root_keys);
  return {{"product", shown(root.product)},
          {"version", root.version},
          {"issued", time_json(root.issued)},
          {"expires", time_json(root.expires)},
          {"root_keys", keyset_json(root.root_keys)},
          {"programs", role_json(root.programs)},
          {"notices", role_json(root.notices)},
          {"payload_bytes", root.envelope.payload.size()},
          {"payload_sha256", hex(as_view(sha256(root.envelope.payload)))},
          {"signatures", signatures_json(root.envelope, Role::root, rings)}};
}

Json file_json(const FileEntry& file) {
  return {{"role", file_role_name(file.role)},
          {"role_number", static_cast<unsigned>(file.role)},
          {"name", shown(file.name)},
          {"size", file.size},
          {"sha256", hex(as_view(file.sha256))}};
}

Json position_json(const Position& position) {
  return {{"epoch", position.epoch}, {"serial", position.serial}};
}

/// `newest`: the root whose keys sign the document; null where the file has none.
Json document_json(const Document& document, const Envelope& envelope, Role role, const Root* newest) {
  Json files = Json::array();
  for (const FileEntry& file : document.files) files.push_back(file_json(file));
  Json fields{{"product", shown(document.product)}, {"root_version", document.root_version}};
  fields.update(position_json(document.position));
  fields["issued"] = time_json(document.issued);
  if (role == Role::programs) {
    fields["platform"] = shown(document.platform);
  } else {
    fields["expires"] = time_json(document.expires);
    fields["programs_from"] = position_json(document.programs_from);
  }
  Rings rings;
  if (newest != nullptr) rings.push_back(&newest->block(role).keys);
  fields.update({{"files", std::move(files)},
                 {"payload_bytes", envelope.payload.size()},
                 {"payload_sha256", hex(as_view(sha256(envelope.payload)))},
                 {"signatures", signatures_json(envelope, role, rings)}});
  return fields;
}

Result<std::vector<Root>> decode_roots(const std::vector<std::string_view>& envelopes) {
  std::vector<Root> roots;
  roots.reserve(envelopes.size());
  for (const std::string_view envelope : envelopes) {
    roots.push_back(TRY(split_envelope(envelope).and_then(decode_root)));
  }
  return roots;
}

/// Adds the document to the fields of the file that holds it.
Result<void> add_document(Json& fields, const std::optional<Envelope>& envelope, Role role,
                          const Root* newest) {
  if (!envelope) return {};
  const auto document = TRY(decode_document(envelope->payload, role));
  fields[std::string(role_name(role))] = document_json(document, *envelope, role, newest);
  return {};
}

Result<Json> scf_json(std::string_view bytes) {
  const auto scf = TRY(open_scf(bytes));
  const auto roots = TRY(decode_roots(scf.roots));
  Json list = Json::array();
  for (std::size_t i = 0; i < roots.size(); ++i) {
    list.push_back(root_json(roots[i], i > 0 ? &roots[i - 1] : nullptr));
  }
  Json fields{{"bytes", bytes.size()}, {"roots", std::move(list)}};
  TRY(add_document(fields, scf.programs, Role::programs, &roots.back()));
  TRY(add_document(fields, scf.notices, Role::notices, &roots.back()));
  return fields;
}

Result<Json> root_file_json(std::string_view bytes) {
  return root_json(TRY(open_envelope(bytes).and_then(decode_root)), nullptr);
}

Result<Json> document_file_json(std::string_view bytes, Role role) {
  Json fields{{"bytes", bytes.size()}};
  const auto envelope = TRY(open_envelope(bytes));
  TRY(add_document(fields, envelope, role, nullptr));
  return fields;
}

Json accepted_json(const Accepted& accepted) {
  Json fields = position_json(accepted.position);
  fields["payload_sha256"] = accepted.payload_hash ? Json(hex(as_view(*accepted.payload_hash))) : Json();
  fields["issued"] = time_json(accepted.issued);
  return fields;
}

Result<Json> state_json(std::string_view bytes) {
  const auto state = TRY(parse_trust_state(bytes));
  const auto roots = TRY(decode_roots({state.roots.begin(), state.roots.end()}));
  Json list = Json::array();
  for (std::size_t i = 0; i < roots.size(); ++i) {
    list.push_back(root_json(roots[i], i > 0 ? &roots[i - 1] : nullptr));
  }
  return Json{{"bytes", bytes.size()},
              {"programs", accepted_json(state.programs)},
              {"notices", accepted_json(state.notices)},
              {"roots", std::move(list)}};
}

/// The files of both documents, in the order of a payload.
Result<std::vector<FileEntry>> files_of(const ScfFile& scf) {
  std::vector<FileEntry> files;
  for (const Role role : {Role::programs, Role::notices}) {
    const auto& envelope = role == Role::programs ? scf.programs : scf.notices;
    if (!envelope) continue;
    const auto document = TRY(decode_document(envelope->payload, role));
    files.insert(files.end(), document.files.begin(), document.files.end());
  }
  return files;
}

/// Compares each blob with its entry. The sizes show missing and surplus bytes.
Json blobs_json(const std::vector<FileEntry>& files, std::string_view blobs) {
  Json list = Json::array();
  for (const FileEntry& file : files) {
    const bool is_whole = file.size <= blobs.size();
    const std::string_view blob = blobs.substr(0, is_whole ? file.size : blobs.size());
    list.push_back({{"name", shown(file.name)},
                    {"bytes", blob.size()},
                    {"matches", is_whole && sha256(blob) == file.sha256}});
    blobs.remove_prefix(blob.size());
  }
  return {{"files", std::move(list)}, {"left_over", blobs.size()}};
}

/// The listed updater, found by its size and digest among the blobs; empty if there is none.
std::string_view updater_in(const std::vector<FileEntry>& files, std::string_view blobs) {
  for (const FileEntry& file : files) {
    if (file.size > blobs.size()) return {};
    if (file.role == FileRole::updater) return blobs.substr(0, file.size);
    blobs.remove_prefix(file.size);
  }
  return {};
}

Result<Json> payload_json(std::string_view bytes) {
  const auto payload = TRY(open_payload(bytes));
  auto scf = TRY(scf_json(payload.scf_bytes));
  const auto files = TRY(files_of(payload.scf));
  return Json{{"bytes", bytes.size()}, {"scf", std::move(scf)}, {"blobs", blobs_json(files, payload.blobs)}};
}

Result<Json> patch_json(std::string_view bytes) {
  const auto patch = TRY(split_patch(bytes));
  auto fields = TRY(payload_json(patch.payload));
  const auto payload = TRY(open_payload(patch.payload));
  const auto files = TRY(files_of(payload.scf));
  const std::string_view updater = updater_in(files, payload.blobs);
  return Json{
      {"bytes", bytes.size()},
      {"payload_offset", patch.before.size()},
      {"stub_is_the_listed_updater", updater.empty() ? Json() : Json(TRY(is_stub(patch.before, updater)))},
      {"certificate_table_bytes", patch.behind.size()},
      {"payload", std::move(fields)}};
}

Result<Json> fields_of(std::string_view bytes, FileKind kind) {
  switch (kind) {
    case FileKind::root:
      return root_file_json(bytes);
    case FileKind::programs:
      return document_file_json(bytes, Role::programs);
    case FileKind::notices:
      return document_file_json(bytes, Role::notices);
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
  constexpr std::size_t kShownCodePoints = 1000;  // nothing here is proven
  return value.is_string() ? sanitised(value.get<std::string>(), kShownCodePoints) : ascii_json(value, -1);
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
  if (listing == Listing::json) return ascii_json(all, 2) + '\n';
  all.erase("schema");
  return as_text(all);
}

Result<std::string> digest_of_draft(std::string_view bytes) {
  const bool is_root = kind_of(bytes) == FileKind::root;
  const auto envelope = is_root ? TRY(open_envelope(bytes)) : TRY(open_draft(bytes)).envelope;
  return document_digest(envelope) + '\n';
}

}  // namespace tocsin
