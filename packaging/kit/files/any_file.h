// SCF1 files as the kit handles them: the same framing, but the last envelope may still lack signatures.
// Layer: packaging/kit.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/core/result.h"
#include "schema/trust/patch.h"
#include "schema/trust/release.h"
#include "schema/trust/root.h"

namespace tocsin {

inline constexpr std::string_view kStateMagic{"SCFTRU\x1A\x01", 8};

enum class FileKind : std::uint8_t { root, scf, payload, trust_state, patch };
[[nodiscard]] std::string_view kind_name(FileKind kind);
/// By magic, then by trailer (one that points nowhere is still a patch's); what has neither is taken for a
/// root envelope.
[[nodiscard]] FileKind kind_of(std::string_view bytes);

/// As split_envelope, but no signature at all is allowed: a draft.
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

/// A root by which a file may be judged on its own word: version 1, signed by enough of its own keys. Says
/// nothing of where it comes from. Errors: ROOT_GAP, and those of an envelope, a root and its signatures.
[[nodiscard]] Result<Root> open_first_root(std::string_view envelope);

/// For what reads a file by pieces: a file that is in memory already, and outlives the reader.
[[nodiscard]] ReadAt reader_of(std::string_view bytes);

struct PatchParts {
  std::string_view before;  // the stub, and zeros behind it
  std::string_view payload;
  std::string_view behind;  // Authenticode certificate table, or nothing
};
/// Errors: those of find_payload().
[[nodiscard]] Result<PatchParts> split_patch(std::string_view bytes);

}  // namespace tocsin
