// Writes the bytes of SCF1 files: roots, documents, envelopes, payloads and patches.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/core/instant.h"
#include "schema/core/position.h"
#include "schema/trust/document.h"
#include "schema/trust/framing.h"

namespace tocsin {

/// Raw public keys in any order; they are sorted when written.
struct KeyList {
  std::uint8_t threshold = 2;
  std::vector<std::string> keys;
};

struct RoleDraft {
  std::uint32_t epoch = 1;
  std::uint64_t floor = 0;
  KeyList keys;
};

struct RootDraft {
  std::string product;
  std::uint64_t version = 1;
  Instant issued, expires;
  KeyList root_keys;
  RoleDraft programs;  // no keys, threshold 0: a channel without programs
  RoleDraft notices;
};

/// A document of programs or of notices.
struct DocumentDraft {
  std::string product;
  std::uint64_t root_version = 1;
  Position position;
  Instant issued;
  std::string platform;          // programs only
  Instant expires;               // notices only
  Position programs_from;        // notices only
  std::vector<FileEntry> files;  // ascending by role
};

[[nodiscard]] std::string write_root(const RootDraft& root);
/// `role` is programs or notices.
[[nodiscard]] std::string write_document(const DocumentDraft& document, Role role);
/// Signatures in the order given.
[[nodiscard]] std::string write_envelope(std::string_view payload, const std::vector<Signature>& signatures);
/// Each document may be left out: a notices file has no programs, a draft of programs no notices.
[[nodiscard]] std::string write_scf(const std::vector<std::string_view>& roots,
                                    std::optional<std::string_view> programs,
                                    std::optional<std::string_view> notices);
[[nodiscard]] std::string write_payload(std::string_view scf, std::string_view blobs);
/// The payload behind the stub, padded so that the size of the patch is a multiple of 8 bytes.
[[nodiscard]] std::string write_patch(std::string_view stub, std::string_view payload);

}  // namespace tocsin
