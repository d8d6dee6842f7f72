#include "packaging/kit/files/any_file.h"

#include <algorithm>
#include <array>

#include "schema/trust/framing.h"
#include "schema/trust/rejection.h"

namespace tocsin::kit {
namespace {

// In the order of FileRole, which counts from 1.
constexpr std::array<std::string_view, 6> kRoleNames = {"notifier", "config",  "catalog",
                                                        "dialog",   "control", "updater"};

}  // namespace

std::string_view kind_name(FileKind kind) {
  switch (kind) {
    case FileKind::root:
      return "root envelope";
    case FileKind::scf:
      return "scf.dat";
    case FileKind::payload:
      return "payload";
    case FileKind::trust_state:
      return "trust.dat";
    case FileKind::patch:
      return "patch";
  }
  return "";
}

FileKind kind_of(std::string_view bytes) {
  if (bytes.starts_with(kScfMagic)) return FileKind::scf;
  if (bytes.starts_with(kPayloadMagic)) return FileKind::payload;
  if (bytes.starts_with(kStateMagic)) return FileKind::trust_state;
  return bytes.ends_with(kTrailerMagic) || split_patch(bytes) ? FileKind::patch : FileKind::root;
}

std::string_view role_name(FileRole role) {
  const auto index = static_cast<std::size_t>(role) - 1;
  return index < kRoleNames.size() ? kRoleNames[index] : "unknown";
}

std::optional<FileRole> role_from_name(std::string_view name) {
  const auto found = std::ranges::find(kRoleNames, name);
  if (found == kRoleNames.end()) return std::nullopt;
  return static_cast<FileRole>(found - kRoleNames.begin() + 1);
}

Result<Envelope> open_envelope(std::string_view bytes) {
  ByteReader in(bytes);
  const std::string_view payload = in.take(in.u32());
  const bool is_draft = in.u8() == 0 && in.ok() && in.left() == 0;
  if (is_draft && payload.size() <= kMostPayloadBytes) return Envelope{bytes, payload, {}};
  return split_envelope(bytes);
}

Result<ScfFile> open_scf(std::string_view bytes) {
  auto sections = TRY(split_sections(bytes));
  auto envelope = TRY(open_envelope(sections.release));
  return ScfFile{std::move(sections.roots), std::move(envelope)};
}

Result<PayloadFile> open_payload(std::string_view bytes) {
  if (bytes.size() < kPayloadHeadBytes) return reject("TRUNCATED", "the payload ends within its head");
  ByteReader in(bytes);
  if (in.take(kPayloadMagic.size()) != kPayloadMagic) return reject("MAGIC", "not a payload");
  const std::uint32_t size = in.u32();
  const std::string_view scf_bytes = in.take(size);
  if (!in.ok()) return reject("TRUNCATED", "the payload ends within scf.dat");
  auto scf = TRY(open_scf(scf_bytes));
  return PayloadFile{scf_bytes, bytes.substr(bytes.size() - in.left()), std::move(scf)};
}

Result<Root> open_first_root(std::string_view envelope) {
  auto root = TRY(sound_root(envelope, {}));
  if (root.version != 1) return reject("ROOT_GAP", "the chain does not begin with root 1");
  const Keyset* ring = &root.root_keys;
  TRY(check_signatures(root.envelope, Role::root, {&ring, 1}));
  return root;
}

ReadAt reader_of(std::string_view bytes) {
  return [bytes](std::uint64_t offset, std::size_t count) -> Result<std::string> {
    return std::string(bytes.substr(offset, count));
  };
}

Result<PatchParts> split_patch(std::string_view bytes) {
  const auto place = TRY(find_payload(reader_of(bytes), bytes.size()));
  return PatchParts{bytes.substr(0, place.offset), bytes.substr(place.offset, place.size),
                    bytes.substr(place.end)};
}

}  // namespace tocsin::kit
