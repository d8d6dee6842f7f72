#include "packaging/kit/release/drafting.h"

#include <utility>

#include "packaging/kit/files/any_file.h"
#include "packaging/kit/files/author_files.h"
#include "schema/platform/files.h"
#include "schema/platform/native_path.h"
#include "schema/trust/rejection.h"

namespace tocsin {
namespace {

Failure too_large(std::string detail) {
  return fail(Code::too_large, "release.scf", std::move(detail), "SIZE");
}

/// Whatever programs a machine has or gets, their document must fit beside this one, with all signatures.
Result<void> check_room(const std::string& scf, Role role) {
  constexpr std::size_t kSignatures = kMostSignatures * (kKeyIdBytes + kSignatureBytes);
  constexpr std::size_t kPrograms = 16u << 10;
  const std::size_t size = scf.size() + kSignatures + (role == Role::notices ? kPrograms : 0);
  if (size <= kScfMostBytes) return {};
  return too_large("the roots and this document leave no room in an scf.dat of 64 KiB");
}

/// What a client checks of the fields: the files and their names, the platform, the floor.
Result<void> check_fields(const std::string& envelope, Role role, const Root& newest) {
  SignedDocument found;
  found.role = role;
  found.envelope = TRY(open_envelope(envelope));
  found.document = TRY(decode_document(found.envelope.payload, role));
  return check_document(found, newest, {});
}

}  // namespace

Result<RootChain> RootChain::of(std::vector<std::string> envelopes) {
  RootChain chain;
  chain.owned_ = std::move(envelopes);
  chain.newest_ = TRY(newest_root(chain.envelopes()));
  return chain;
}

Result<Content> read_content(FileRole role, const std::string& path, const std::string& given,
                             const FileNames& known) {
  auto bytes = TRY(in_file(read_file(path, most_bytes(role)), path));
  std::string name = known.at(static_cast<std::size_t>(role) - 1);
  if (!name.empty() && !given.empty() && name != given)
    return reject("FILE_SET", "the brand calls its " + std::string(file_role_name(role)) + " " + name);
  if (name.empty()) name = given.empty() ? utf8_path(native_path(path).filename()) : given;
  FileEntry entry{role, std::move(name), bytes.size(), sha256(bytes)};
  return Content{std::move(entry), std::move(bytes)};
}

Result<std::string> write_document_draft(const RootChain& chain, DocumentDraft& document, Role role,
                                         const std::vector<Content>& contents) {
  const Root& root = chain.newest();
  document.product = std::string(root.product);
  document.root_version = root.version;
  document.position.epoch = root.block(role).epoch;
  std::string blobs;
  for (const Content& content : contents) {
    document.files.push_back(content.entry);
    blobs += content.bytes;
  }
  const std::string envelope = write_envelope(write_document(document, role), {});
  TRY(check_fields(envelope, role, root));
  const std::string scf = role == Role::programs ? write_scf(chain.envelopes(), envelope, std::nullopt)
                                                 : write_scf(chain.envelopes(), std::nullopt, envelope);
  TRY(check_room(scf, role));
  if (blobs.size() > kMostSetBytes) return too_large("its files are above 64 MiB");
  return write_payload(scf, blobs);
}

}  // namespace tocsin
