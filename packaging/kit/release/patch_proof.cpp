// See patch_proof.h.
#include "packaging/kit/release/patch_proof.h"

#include "packaging/kit/files/any_file.h"
#include "schema/core/text/text.h"
#include "schema/trust/framing.h"
#include "schema/trust/patch.h"
#include "schema/trust/signature.h"

namespace tocsin {
namespace {

struct Opened {
  PayloadHead head;
  std::string_view blobs;
};

Result<Opened> open_head(std::string_view patch) {
  const ReadAt read = reader_of(patch);
  const auto place = find_payload(read, patch.size());
  if (!place) return Failure(place.error());
  auto head = read_payload_head(read, *place);
  if (!head) return Failure(head.error());
  const std::string_view blobs = patch.substr(head->blobs_offset, head->blobs_size);
  return Opened{std::move(*head), blobs};
}

/// 12. The sizes have been compared with what is there.
Result<void> check_content(const Proof& proof, std::string_view blobs) {
  for (const FileEntry& file : proof.release().files) {
    const auto admitted = proof.admit(file.role, std::string(blobs.substr(0, file.size)));
    if (!admitted) return Failure(admitted.error());
    blobs.remove_prefix(file.size);
  }
  return {};
}

}  // namespace

Result<OwnRoot> own_root(std::string_view patch) {
  const auto opened = open_head(patch);
  if (!opened) return Failure(opened.error());
  const auto sections = split_sections(opened->head.scf);
  if (!sections) return Failure(sections.error());
  const auto root = open_first_root(sections->roots.front());
  if (!root) return Failure(root.error());
  OwnRoot own{std::string(root->envelope.whole), {}};
  for (const std::string_view key : root->root_keys.keys) own.key_ids.push_back(hex(key_id(key)));
  return own;
}

Result<ProvenRelease> prove_patch(std::string_view patch, VerifyRequest request) {
  auto opened = open_head(patch);
  if (!opened) return Failure(opened.error());
  request.scf = std::move(opened->head.scf);
  const auto proof = prove_scf(request);
  if (!proof) return Failure(proof.error());
  if (const auto sizes = check_blobs(proof->release().files, opened->blobs.size()); !sizes)
    return Failure(sizes.error());
  if (const auto content = check_content(*proof, opened->blobs); !content) return Failure(content.error());
  return proof->release();
}

}  // namespace tocsin
