#include "packaging/kit/release/document_file.h"

#include <algorithm>
#include <string>

#include "packaging/kit/files/any_file.h"
#include "schema/trust/rejection.h"

namespace tocsin {
namespace {

std::uint64_t size_of(const std::vector<FileEntry>& files) {
  std::uint64_t size = 0;
  for (const FileEntry& file : files) size += file.size;
  return size;
}

/// Takes the blobs of `files` from the front of `left`. Errors: TRUNCATED, FILE_HASH.
Result<std::string_view> take_blobs(const std::vector<FileEntry>& files, std::string_view& left) {
  const std::string_view all = left;
  for (const FileEntry& file : files) {
    if (file.size > left.size()) return reject("TRUNCATED", "the file ends within " + file.name);
    if (sha256(left.substr(0, file.size)) != file.sha256)
      return reject("FILE_HASH", file.name + " is not the file that is listed");
    left.remove_prefix(file.size);
  }
  return all.substr(0, size_of(files));
}

/// What authenticate_document() checks of the fields, for a document that may lack signatures.
Result<void> check_standing(const DocumentFile& file) {
  if (file.document.product != file.newest.product) return reject("PRODUCT", "not that of the roots");
  if (file.document.root_version > file.newest.version)
    return reject("ROOT_TOO_OLD", "names a root that is not in the file");
  if (file.document.position.epoch != file.newest.block(file.role).epoch)
    return reject("EPOCH", "not that of the newest root");
  return {};
}

Result<PayloadFile> open_any(std::string_view bytes) {
  const FileKind kind = kind_of(bytes);
  if (kind == FileKind::payload || kind == FileKind::patch) return open_payload_of(bytes);
  return fail(Code::invalid_argument, "document.open",
              "a " + std::string(kind_name(kind)) + ": a draft, a notices file or a patch is meant");
}

Result<DocumentFile> document_of(const PayloadFile& payload, Role role) {
  const bool is_programs = role == Role::programs;
  const auto& envelope = is_programs ? payload.scf.programs : payload.scf.notices;
  if (!envelope)
    return fail(Code::invalid_argument, "document.open", "holds no " + std::string(role_name(role)));
  DocumentFile file;
  file.roots = payload.scf.roots;
  file.newest = TRY(newest_root(file.roots));
  file.role = role;
  file.envelope = *envelope;
  file.document = TRY(decode_document(envelope->payload, role));
  TRY(check_standing(file));
  std::string_view left = payload.blobs;
  if (!is_programs && payload.scf.programs) {
    const auto programs = TRY(decode_document(payload.scf.programs->payload, Role::programs));
    left.remove_prefix(std::min<std::uint64_t>(left.size(), size_of(programs.files)));
  }
  file.blobs = TRY(take_blobs(file.document.files, left));
  return file;
}

}  // namespace

std::string_view DocumentFile::file(FileRole wanted) const {
  std::string_view left = blobs;
  for (const FileEntry& entry : document.files) {
    if (entry.role == wanted) return left.substr(0, entry.size);
    left.remove_prefix(entry.size);
  }
  return {};
}

Result<DocumentFile> open_document(std::string_view bytes, Role role) {
  return document_of(TRY(open_any(bytes)), role);
}

Result<DocumentFile> open_draft(std::string_view bytes) {
  const auto payload = TRY(open_any(bytes));
  if (payload.scf.programs && payload.scf.notices) {
    return fail(Code::invalid_argument, "document.open",
                "holds programs and notices: a draft has one of them");
  }
  auto file = TRY(document_of(payload, payload.scf.programs ? Role::programs : Role::notices));
  if (file.blobs.size() != payload.blobs.size()) return reject("SLACK", "bytes behind the last file");
  return file;
}

Result<void> check_same_roots(const DocumentFile& one, const DocumentFile& other) {
  const std::size_t both = std::min(one.roots.size(), other.roots.size());
  if (std::equal(one.roots.begin(), one.roots.begin() + static_cast<std::ptrdiff_t>(both),
                 other.roots.begin()))
    return {};
  return reject("ROOT_EQUIVOCATION", "the two files have different roots of one version");
}

}  // namespace tocsin
