#include "packaging/kit/release/client_verdict.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "packaging/kit/files/any_file.h"
#include "packaging/kit/release/stub.h"
#include "schema/core/brand.h"
#include "schema/trust/framing.h"
#include "schema/trust/patch.h"
#include "schema/trust/rejection.h"
#include "schema/trust/root.h"

namespace tocsin {
namespace {

/// The platform of the file's programs, unproven; empty if it has none that can be read.
std::string platform_in(std::string_view scf) {
  const auto opened = open_scf(scf);
  if (!opened || !opened->programs) return {};
  const auto programs = decode_document(opened->programs->payload, Role::programs);
  return programs ? std::string(programs->platform) : std::string();
}

Result<ProofDemand> demand_of(std::string_view scf, const VerifyRequest& request) {
  ProofDemand demand;
  demand.product = request.product;
  if (demand.product.empty()) demand.product = std::string(TRY(sound_root(request.root, {})).product);
  demand.platform = request.platform;
  const std::string platform = request.platform.empty() ? platform_in(scf) : request.platform;
  demand.names = known_names(demand.product, platform);
  demand.start = request.at;
  if (demand.product == brand().product) {
    demand.programs_floor = brand().programs_floor;
    demand.notices_floor = brand().notices_floor;
  }
  if (request.client == Client::update_patch) demand.built = request.built;
  return demand;
}

/// What a verdict is about: the release, and the files that the payload must hold.
struct Found {
  ProvenRelease release;
  std::vector<FileEntry> payload_files;
};

Result<Found> find_release(std::string_view scf, const VerifyRequest& request) {
  const auto demand = TRY(demand_of(scf, request));
  TrustAnchor anchor;
  anchor.compiled_root = anchor.newest_root = request.root;
  if (request.client == Client::dialog) {
    const auto proof = TRY(Proof::of(scf, anchor, demand));
    return Found{proof.release(), proof.release().files()};
  }
  anchor.programs = request.programs;
  anchor.notices = request.notices;
  auto composition = TRY(compose(scf, {request.live_programs, request.live_notices}, anchor, demand));
  if (!composition.is_higher() && composition.is_older()) TRY(check_lead(composition));
  return Found{composition.proof.release(), std::move(composition.payload_files)};
}

Failure reject_stub(std::string detail) {
  return fail(Error{.code = Code::untrusted,
                    .operation = "trust.prove",
                    .detail = std::move(detail),
                    .rule = "STUB",
                    .context = "programs"});
}

/// Step 12, and what the updater among the files is. The sizes have been checked.
Result<std::string_view> check_content(const std::vector<FileEntry>& files, std::string_view blobs) {
  std::string_view updater;
  for (const FileEntry& file : files) {
    const std::string_view content = blobs.substr(0, file.size);
    if (sha256(content) != file.sha256)
      return reject("FILE_HASH", file.name + " is not the file that was signed");
    if (file.role == FileRole::updater) updater = content;
    blobs.remove_prefix(file.size);
  }
  return updater;
}

/// A stub that nobody signed could do anything before the payload behind it is proven.
Result<void> check_stub(std::string_view before, std::string_view updater) {
  if (updater.empty()) return reject_stub("the programs list no updater, so nobody signed this stub");
  if (TRY(is_stub(before, updater))) return {};
  return reject_stub("the stub is not the updater that the programs list");
}

}  // namespace

FileNames known_names(std::string_view product, std::string_view platform) {
  FileNames names;
  if (product != brand().product) return names;
  const FileNames own = file_names(brand());
  for (std::size_t k = 0; k < names.size(); ++k) {
    const auto role = static_cast<FileRole>(k + 1);
    if (is_notices_file(role) || platform == brand().platform) names[k] = own[k];
  }
  return names;
}

Result<ProvenRelease> prove_scf(std::string_view scf, const VerifyRequest& request) {
  return TRY(find_release(scf, request)).release;
}

Result<ProvenRelease> prove_file(std::string_view file, const VerifyRequest& request) {
  const ReadAt read = reader_of(file);
  const auto place = TRY(find_payload(read, file.size()));
  const auto head = TRY(read_payload_head(read, place));
  auto found = TRY(find_release(head.scf, request));
  TRY(check_blobs(found.payload_files, head.blobs_size));
  const auto updater =
      TRY(check_content(found.payload_files, file.substr(head.blobs_offset, head.blobs_size)));
  if (place.offset > 0) TRY(check_stub(file.substr(0, place.offset), updater));
  return std::move(found.release);
}

Result<std::string> own_root(std::string_view file) {
  std::string scf(file);
  if (kind_of(file) != FileKind::scf) {
    const ReadAt read = reader_of(file);
    const auto place = TRY(find_payload(read, file.size()));
    scf = TRY(read_payload_head(read, place)).scf;
  }
  const auto opened = TRY(open_scf(scf));
  return std::string(TRY(open_first_root(opened.roots.front())).envelope.whole);
}

}  // namespace tocsin
