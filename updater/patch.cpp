// Opens a patch, proves it, and hands out its files.
#include "updater/patch.h"

#include <algorithm>
#include <utility>

#include "schema/trust/rejection.h"

namespace tocsin::updater {
namespace {

constexpr std::size_t kPieceBytes = 256u << 10;

ReadAt reader_of(const PatchFile& file) {
  return [&file](std::uint64_t offset, std::size_t count) { return file.read_at(offset, count); };
}

/// Blobs are stored in the order of the roles.
std::uint64_t offset_of(const Patch& patch, const ProvenRelease& release, FileRole role) {
  std::uint64_t offset = patch.head.blobs_offset;
  for (const FileEntry& file : release.files) {
    if (file.role == role) break;
    offset += file.size;
  }
  return offset;
}

}  // namespace

Result<Patch> open_patch(const std::string& path) {
  PatchFile file = TRY(PatchFile::open(path));
  const auto place = find_payload(reader_of(file), file.size());
  if (!place && path.empty() && (place.error().rule == "MAGIC" || place.error().rule == "TRUNCATED")) {
    return fail(Code::not_found, "patch.open", "this program carries no payload; name one with --payload");
  }
  if (!place) return fail(place.error());
  PayloadHead head = TRY(read_payload_head(reader_of(file), *place));
  return Patch{std::move(file), std::move(head)};
}

Result<Proof> prove_patch(const Patch& patch, const TrustAnchor& anchor, const ProofDemand& demand) {
  Proof proof = TRY(Proof::of(patch.head.scf, anchor, demand));
  TRY(check_blobs(proof.release().files, patch.head.blobs_size));
  return proof;
}

Result<void> copy_file(const Patch& patch, const ProvenRelease& release, FileRole role,
                       const std::function<Result<void>(std::string_view)>& take) {
  const FileEntry* entry = release.file(role);
  if (entry == nullptr) return reject("FILE_SET", "the release has no such file");
  Sha256 digest;
  std::uint64_t offset = offset_of(patch, release, role);
  for (std::uint64_t left = entry->size; left > 0;) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left, kPieceBytes));
    const std::string piece = TRY(patch.file.read_at(offset, count));
    digest.add(piece);
    TRY(take(piece));
    offset += count;
    left -= count;
  }
  if (digest.finish() != entry->sha256)
    return reject("FILE_HASH", entry->name + " is not the file that was signed");
  return {};
}

}  // namespace tocsin::updater
