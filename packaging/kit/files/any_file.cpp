#include "packaging/kit/files/any_file.h"

#include <algorithm>
#include <array>

#include "schema/trust/framing.h"
#include "schema/trust/rejection.h"

namespace tocsin {
namespace {

// In the order of FileRole, which counts from 1.
constexpr std::array<std::string_view, 6> kRoleNames = {"notifier", "config",  "catalog",
                                                        "dialog",   "control", "updater"};

}  // namespace

std::string_view kind_name(FileKind kind) {
  switch (kind) {
    case FileKind::root:
      return "root envelope";
    case FileKind::programs:
      return "programs envelope";
    case FileKind::notices:
      return "notices envelope";
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

namespace {

/// The role byte of an envelope's payload, by which one kind of envelope is told from another.
FileKind envelope_kind(std::string_view bytes) {
  ByteReader in(bytes);
  static_cast<void>(in.u32());
  static_cast<void>(in.u8());
  switch (static_cast<Role>(in.u8())) {
    case Role::programs:
      return FileKind::programs;
    case Role::notices:
      return FileKind::notices;
    default:
      return FileKind::root;
  }
}

}  // namespace

FileKind kind_of(std::string_view bytes) {
  if (bytes.starts_with(kScfMagic)) return FileKind::scf;
  if (bytes.starts_with(kPayloadMagic)) return FileKind::payload;
  if (bytes.starts_with(kTrustMagic)) return FileKind::trust_state;
  return bytes.ends_with(kTrailerMagic) || split_patch(bytes) ? FileKind::patch : envelope_kind(bytes);
}

std::string_view file_role_name(FileRole role) {
  const auto index = static_cast<std::size_t>(role) - 1;
  return index < kRoleNames.size() ? kRoleNames[index] : "unknown";
}

std::optional<FileRole> file_role_from_name(std::string_view name) {
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

namespace {

/// Roots, then programs alone: what split_sections refuses as SECTIONS.
Result<ScfFile> open_programs_draft(std::string_view bytes) {
  ByteReader in(bytes.substr(kScfMagic.size() + 4));
  const std::uint16_t count = in.u16();
  if (in.u16() != 0) return reject("RESERVED", "after the number of sections");
  ScfFile scf;
  for (std::uint16_t k = 0; k < count; ++k) {
    const auto role = static_cast<Role>(in.u16());
    if (in.u16() != 0) return reject("RESERVED", "in a section's head");
    const std::string_view section = in.take(in.u32());
    const bool is_last = k + 1 == count;
    if (role != (is_last ? Role::programs : Role::root))
      return reject("SECTIONS", "roots, then one document");
    if (is_last) {
      scf.programs = TRY(open_envelope(section));
    } else {
      scf.roots.push_back(section);
    }
  }
  TRY(in.finish("scf.dat"));
  if (scf.roots.empty()) return reject("SECTIONS", "roots, then one document");
  return scf;
}

}  // namespace

Result<ScfFile> open_scf(std::string_view bytes) {
  const auto sections = split_sections(bytes);
  if (!sections) {
    if (sections.error().rule == "SECTIONS") return open_programs_draft(bytes);
    return fail(sections.error());
  }
  ScfFile scf;
  scf.roots = sections->roots;
  if (sections->programs) scf.programs = TRY(open_envelope(*sections->programs));
  scf.notices = TRY(open_envelope(sections->notices));
  return scf;
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

Result<PayloadFile> open_payload_of(std::string_view bytes) {
  if (kind_of(bytes) != FileKind::patch) return open_payload(bytes);
  return open_payload(TRY(split_patch(bytes)).payload);
}

Result<Root> open_first_root(std::string_view envelope) {
  auto root = TRY(sound_root(envelope, {}));
  if (root.version != 1) return reject("ROOT_GAP", "the chain does not begin with root 1");
  const Keyset* ring = &root.root_keys;
  TRY(check_signatures(root.envelope, Role::root, {&ring, 1}));
  return root;
}

Result<Root> newest_root(const std::vector<std::string_view>& roots) {
  if (roots.empty() || roots.size() > kMostRoots) return reject("COUNT", "1 to 64 roots");
  const auto first = TRY(open_first_root(roots.front()));
  return climb_chain(roots, {first, first}, first.product);
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

}  // namespace tocsin
