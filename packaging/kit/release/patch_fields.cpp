// See release/fields.h: what a payload carries, and what a patch has around it.
#include <algorithm>

#include "packaging/kit/files/any_file.h"
#include "packaging/kit/release/fields.h"
#include "schema/core/text/text.h"
#include "schema/trust/digest.h"

namespace tocsin {
namespace {

/// Compares each blob with the release's entry; what is missing or left over shows in sizes.
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
  const auto payload = open_payload(payload_bytes);
  if (!payload) return Failure(payload.error());
  return decode_release(payload->scf.envelope.payload);
}

/// Where the stub ends nothing tells but its own digest, if the release lists it: it may end in zeros too.
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

}  // namespace

Result<Json> payload_json(std::string_view bytes) {
  const auto payload = open_payload(bytes);
  if (!payload) return Failure(payload.error());
  auto scf = scf_json(payload->scf_bytes);
  if (!scf) return scf;
  const auto release = release_of(bytes);
  if (!release) return Failure(release.error());
  return Json{
      {"bytes", bytes.size()}, {"scf", std::move(*scf)}, {"blobs", blobs_json(*release, payload->blobs)}};
}

Result<Json> patch_json(std::string_view bytes) {
  const auto patch = split_patch(bytes);
  if (!patch) return Failure(patch.error());
  auto payload = payload_json(patch->payload);
  if (!payload) return payload;
  const auto release = release_of(patch->payload);
  if (!release) return Failure(release.error());
  const auto updater = std::ranges::find(release->files, FileRole::updater, &FileEntry::role);
  Json fields{{"bytes", bytes.size()}, {"payload_offset", patch->before.size()}};
  fields.update(stub_json(patch->before, updater == release->files.end() ? nullptr : &*updater));
  fields["certificate_table_bytes"] = patch->behind.size();
  fields["payload"] = std::move(*payload);
  return fields;
}

}  // namespace tocsin
