// SCF1 files as the kit handles them. The framing is that of a client, but the last envelope may still lack
// signatures.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/core/result.h"
#include "schema/trust/patch.h"
#include "schema/trust/release.h"
#include "schema/trust/root.h"

namespace tocsin::kit {

inline constexpr std::string_view kStateMagic{"SCFTRU\x1A\x01", 8};

enum class FileKind : std::uint8_t { root, scf, payload, trust_state, patch };
[[nodiscard]] std::string_view kind_name(FileKind kind);
/// By magic, then by trailer, which may point nowhere. A file with neither counts as a root envelope.
[[nodiscard]] FileKind kind_of(std::string_view bytes);

/// The role's name on command lines: notifier config catalog dialog control updater.
[[nodiscard]] std::string_view role_name(FileRole role);
[[nodiscard]] std::optional<FileRole> role_from_name(std::string_view name);

/// As split_envelope, but an envelope without signatures is accepted: a draft.
[[nodiscard]] Result<Envelope> open_envelope(std::string_view bytes);

/// Views into the bytes that were opened.
struct ScfFile {
  std::vector<std::string_view> roots;
  Envelope envelope;  // of the release
};
[[nodiscard]] Result<ScfFile> open_scf(std::string_view bytes);

struct PayloadFile {
  std::string_view scf_bytes;
  std::string_view blobs;
  ScfFile scf;
};
[[nodiscard]] Result<PayloadFile> open_payload(std::string_view bytes);

/// A first root: version 1, signed by enough of its own keys. Its origin is not checked.
/// Errors: ROOT_GAP, and those of an envelope, a root and its signatures.
[[nodiscard]] Result<Root> open_first_root(std::string_view envelope);

/// Reads from bytes in memory, which must outlive the reader.
[[nodiscard]] ReadAt reader_of(std::string_view bytes);

struct PatchParts {
  std::string_view before;  // the stub and its padding of zeros
  std::string_view payload;
  std::string_view behind;  // Authenticode certificate table, or empty
};
/// Errors: those of find_payload().
[[nodiscard]] Result<PatchParts> split_patch(std::string_view bytes);

}  // namespace tocsin::kit
