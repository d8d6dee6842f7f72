// Opens a patch, has it proven, and hands out its files.
#include "updater/patch.h"

#include <algorithm>
#include <utility>

#include "schema/core/build_time.h"
#include "schema/trust/rejection.h"
#include "updater/image_end.h"

namespace tocsin {
namespace {

ReadAt reader_of(const PatchFile& file) {
  return [&file](std::uint64_t offset, std::size_t count) { return file.read_at(offset, count); };
}

struct PlacedFile {
  const FileEntry& entry;
  std::uint64_t offset;  // from the start of the patch
};

Result<PlacedFile> find_file(const Patch& patch, const std::vector<FileEntry>& files, FileRole role) {
  std::uint64_t offset = patch.head.blobs_offset;
  for (const FileEntry& entry : files) {
    if (entry.role == role) return PlacedFile{entry, offset};
    offset += entry.size;
  }
  return reject("FILE_SET", "the payload has no such file");
}

/// An error of the framing names the file. A download that was interrupted is the commonest reason.
Error explained(Error error, const PatchFile& file, bool is_cut) {
  error.detail = file.name() + ": " + error.detail;
  if (is_cut || error.rule == "TRUNCATED") error.detail += ": the file is cut off; fetch it again";
  return error;
}

Result<PayloadPlace> place_of(const PatchFile& file, bool is_this_program) {
  auto place = find_payload(reader_of(file), file.size());
  if (place || place.error().code != Code::malformed) return place;
  const bool is_cut = is_cut_off(reader_of(file), file.size());
  if (is_this_program && place.error().rule == "MAGIC" && !is_cut)
    return fail(Code::not_found, "patch.open", "this program carries no payload; name one with --payload");
  return fail(explained(place.error(), file, is_cut));
}

}  // namespace

Result<Patch> open_patch(const std::string& path) {
  PatchFile file = TRY(PatchFile::open(path));
  const PayloadPlace place = TRY(place_of(file, path.empty()));
  auto head = read_payload_head(reader_of(file), place);
  if (!head && head.error().code == Code::malformed) return fail(explained(head.error(), file, false));
  PayloadHead found = TRY(std::move(head));
  return Patch{std::move(file), std::move(found)};
}

Result<Composition> compose_patch(const Patch& patch, const LiveDocuments& live, const TrustAnchor& anchor,
                                  const Brand& brand, Instant start) {
  ProofDemand demand = demand_of(brand, start);
  demand.built = build_time();
  Composition composition = TRY(compose(patch.head.scf, live, anchor, demand));
  const auto filled = check_blobs(composition.payload_files, patch.head.blobs_size);
  if (!filled) return fail(explained(filled.error(), patch.file, false));
  return composition;
}

Result<void> copy_file(const Patch& patch, const std::vector<FileEntry>& files, FileRole role,
                       const Take& take) {
  const PlacedFile file = TRY(find_file(patch, files, role));
  Sha256 digest;
  std::uint64_t offset = file.offset;
  for (std::uint64_t left = file.entry.size; left > 0;) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left, kPieceBytes));
    const std::string piece = TRY(patch.file.read_at(offset, count));
    digest.add(piece);
    TRY(take(piece));
    offset += count;
    left -= count;
  }
  if (digest.finish() != file.entry.sha256)
    return reject("FILE_HASH", file.entry.name + " is not the file that was signed");
  return {};
}

}  // namespace tocsin
