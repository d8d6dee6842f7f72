#include "packaging/kit/release/client_verdict.h"

#include "packaging/kit/files/any_file.h"
#include "schema/core/text/text.h"
#include "schema/trust/framing.h"
#include "schema/trust/patch.h"
#include "schema/trust/signature.h"

namespace tocsin::kit {
namespace {

TrustAnchor anchor_of(const VerifyRequest& request) {
  TrustAnchor anchor;
  anchor.root_envelope = request.root;
  if (!request.state) return anchor;
  anchor.epoch = request.state->epoch;
  anchor.serial = request.state->serial;
  anchor.payload_hash = request.state->payload_hash;
  anchor.newest_issued = request.state->newest_issued;
  return anchor;
}

struct Opened {
  PayloadHead head;
  std::string_view blobs;
};

Result<Opened> open_head(std::string_view patch) {
  const ReadAt read = reader_of(patch);
  const auto place = TRY(find_payload(read, patch.size()));
  auto head = TRY(read_payload_head(read, place));
  const std::string_view blobs = patch.substr(head.blobs_offset, head.blobs_size);
  return Opened{std::move(head), blobs};
}

/// Step 12. The sizes have been checked.
Result<void> check_content(const Proof& proof, std::string_view blobs) {
  for (const FileEntry& file : proof.release().files) {
    TRY(proof.admit(file.role, std::string(blobs.substr(0, file.size))));
    blobs.remove_prefix(file.size);
  }
  return {};
}

}  // namespace

Result<Proof> prove_scf(const VerifyRequest& request) {
  return Proof::of(request.scf, anchor_of(request), {request.product, request.platform, request.at});
}

Result<OwnRoot> own_root(std::string_view patch) {
  const auto opened = TRY(open_head(patch));
  const auto sections = TRY(split_sections(opened.head.scf));
  const auto root = TRY(open_first_root(sections.roots.front()));
  OwnRoot own{std::string(root.envelope.whole), {}};
  for (const std::string_view key : root.root_keys.keys) own.key_ids.push_back(hex(key_id(key)));
  return own;
}

Result<ProvenRelease> prove_patch(std::string_view patch, VerifyRequest request) {
  auto opened = TRY(open_head(patch));
  request.scf = std::move(opened.head.scf);
  const auto proof = TRY(prove_scf(request));
  TRY(check_blobs(proof.release().files, opened.blobs.size()));
  TRY(check_content(proof, opened.blobs));
  return proof.release();
}

}  // namespace tocsin::kit
