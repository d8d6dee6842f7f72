// See patch.h.
#include "updater/patch.h"

#include <algorithm>
#include <utility>

#include "schema/trust/rejection.h"

namespace tocsin {
namespace {

constexpr std::size_t kPieceBytes = 256u << 10;

ReadAt reader_of(const PatchFile& file) {
  return [&file](std::uint64_t offset, std::size_t count) { return file.read_at(offset, count); };
}

/// Blobs lie in the order of the roles.
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
  auto file = PatchFile::open(path);
  if (!file) return Failure(std::move(file).error());
  const auto place = find_payload(reader_of(*file), file->size());
  if (!place && path.empty() && (place.error().rule == "MAGIC" || place.error().rule == "TRUNCATED")) {
    return fail(Code::not_found, "patch.open", "this program carries no payload; name one with --payload");
  }
  if (!place) return Failure(place.error());
  auto head = read_payload_head(reader_of(*file), *place);
  if (!head) return Failure(std::move(head).error());
  return Patch{std::move(*file), std::move(*head)};
}

Result<Proof> prove_patch(const Patch& patch, const TrustAnchor& anchor, const ProofDemand& demand) {
  auto proof = Proof::of(patch.head.scf, anchor, demand);
  if (!proof) return proof;
  if (auto fits = check_blobs(proof->release().files, patch.head.blobs_size); !fits)
    return Failure(fits.error());
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
    const auto piece = patch.file.read_at(offset, count);
    if (!piece) return Failure(piece.error());
    digest.add(*piece);
    if (auto taken = take(*piece); !taken) return taken;
    offset += count;
    left -= count;
  }
  if (digest.finish() != entry->sha256)
    return reject("FILE_HASH", entry->name + " is not the file that was signed");
  return {};
}

}  // namespace tocsin
