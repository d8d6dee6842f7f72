// See pack.h.
#include "packaging/kit/release/pack.h"

#include "packaging/kit/files/any_file.h"
#include "packaging/kit/release/patch_proof.h"
#include "packaging/kit/release/writer.h"
#include "schema/format/limits.h"
#include "schema/trust/pe_certificates.h"

namespace tocsin {
namespace {

Failure bad_stub(std::string detail) {
  return fail(Code::invalid_argument, "pack.stub", "the stub " + std::move(detail));
}

/// What a client would find in the stub instead of the payload, or what packing would break.
Result<void> check_stub(std::string_view stub) {
  if (stub.empty()) return bad_stub("is empty");
  if (stub.size() > limits::kPayloadBytes) return fail(Code::too_large, "pack.stub", "above 64 MiB", "SIZE");
  const auto table = find_certificate_table(reader_of(stub), stub.size());
  if (!table) return Failure(table.error());
  if (*table) return bad_stub("has an Authenticode signature: pack first, sign the patch afterwards");
  if (stub.starts_with(kPayloadMagic) || stub.ends_with(kTrailerMagic))
    return bad_stub("carries a payload already");
  return {};
}

/// By what was known on the day it was made: a release may be packed again when it has expired.
Result<Instant> time_of_issue(std::string_view payload) {
  const auto opened = open_payload(payload);
  if (!opened) return Failure(opened.error());
  const auto release = decode_release(opened->scf.envelope.payload);
  if (!release) return Failure(release.error());
  return to_instant(release->issued);
}

Result<ProvenRelease> prove_payload(std::string_view payload) {
  const FileKind kind = kind_of(payload);
  if (kind != FileKind::payload)
    return fail(Code::invalid_argument, "pack", "a " + std::string(kind_name(kind)) + " is not a payload");
  const auto root = own_root(payload);
  if (!root) return Failure(root.error());
  const auto issued = time_of_issue(payload);
  if (!issued) return Failure(issued.error());
  VerifyRequest request;
  request.root = root->envelope;
  request.at = *issued;
  return prove_patch(payload, std::move(request));
}

/// The patch is opened as a client would: a stub that hides its payload is not handed out.
Result<void> check_patch(std::string_view patch, std::string_view payload) {
  const auto parts = split_patch(patch);
  if (!parts || parts->payload != payload || !parts->behind.empty())
    return bad_stub("does not let its payload be found");
  return {};
}

bool is_other_updater(const ProvenRelease& release, std::string_view stub) {
  const FileEntry* updater = release.file(FileRole::updater);
  return updater != nullptr && updater->sha256 != sha256(stub);
}

}  // namespace

Result<PackedPatch> pack_patch(std::string_view payload, std::string_view stub) {
  auto release = prove_payload(payload);
  if (!release) return Failure(release.error());
  if (const auto sound = check_stub(stub); !sound) return Failure(sound.error());
  std::string bytes = write_patch(stub, payload);
  if (const auto found = check_patch(bytes, payload); !found) return Failure(found.error());
  const bool other = is_other_updater(*release, stub);
  return PackedPatch{std::move(bytes), std::move(*release), payload.size(), other};
}

}  // namespace tocsin
