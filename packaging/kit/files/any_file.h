// SCF1 files as the kit handles them. The framing is that of a client, but drafts are read too: a document
// may lack signatures, and a file may hold one of its two documents alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/core/result.h"
#include "schema/core/set_layout.h"
#include "schema/trust/framing.h"
#include "schema/trust/patch.h"
#include "schema/trust/root.h"

namespace tocsin {

enum class FileKind : std::uint8_t { root, programs, notices, scf, payload, trust_state, patch };
[[nodiscard]] std::string_view kind_name(FileKind kind);
/// By magic, then by trailer, which may point nowhere, then by the role of an envelope. A file with none of
/// them counts as a root envelope.
[[nodiscard]] FileKind kind_of(std::string_view bytes);

/// The role's name on command lines: notifier config catalog dialog control updater.
[[nodiscard]] std::string_view file_role_name(FileRole role);
[[nodiscard]] std::optional<FileRole> file_role_from_name(std::string_view name);

/// As split_envelope, but an envelope without signatures is accepted: a draft.
[[nodiscard]] Result<Envelope> open_envelope(std::string_view bytes);

/// Views into the bytes that were opened.
struct ScfFile {
  std::vector<std::string_view> roots;
  std::optional<Envelope> programs, notices;  // at least one
};
/// As split_sections, but without notices it is a draft of programs. Errors: those of split_sections.
[[nodiscard]] Result<ScfFile> open_scf(std::string_view bytes);

struct PayloadFile {
  std::string_view scf_bytes;
  std::string_view blobs;  // the files of programs, then those of notices
  ScfFile scf;
};
[[nodiscard]] Result<PayloadFile> open_payload(std::string_view bytes);

/// The payload of a patch, or the bytes themselves where they are a payload.
[[nodiscard]] Result<PayloadFile> open_payload_of(std::string_view bytes);

/// A first root: version 1, signed by enough of its own keys. Its origin is not checked.
/// Errors: ROOT_GAP, and those of an envelope, a root and its signatures.
[[nodiscard]] Result<Root> open_first_root(std::string_view envelope);

/// The newest root of a chain that begins with a first root, as a client climbs it that has only that one.
/// Errors: those of open_first_root and climb_chain; COUNT for more than 64.
[[nodiscard]] Result<Root> newest_root(const std::vector<std::string_view>& roots);

/// Reads from bytes in memory, which must outlive the reader.
[[nodiscard]] ReadAt reader_of(std::string_view bytes);

struct PatchParts {
  std::string_view before;  // the stub and its padding of zeros
  std::string_view payload;
  std::string_view behind;  // Authenticode certificate table, or empty
};
/// Errors: those of find_payload().
[[nodiscard]] Result<PatchParts> split_patch(std::string_view bytes);

}  // namespace tocsin
