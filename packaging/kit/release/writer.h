// Writes the bytes of SCF1 files: roots, releases, envelopes, payloads and patches.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/core/instant.h"
#include "schema/core/result.h"
#include "schema/trust/release.h"
#include "schema/trust/root.h"

namespace tocsin::kit {

/// Raw public keys in any order; they are sorted when written.
struct KeyList {
  std::uint8_t threshold = 2;
  std::vector<std::string> keys;
};

struct RootDraft {
  std::string product;
  std::uint64_t version = 1;
  std::uint32_t epoch = 1;
  Instant issued, expires;
  std::uint64_t floor = 0;
  KeyList root_keys;
  KeyList release_keys;
};

struct ReleaseDraft {
  std::string product;
  std::uint64_t root_version = 1;
  std::uint32_t epoch = 1;
  std::uint64_t serial = 0;
  Instant issued, expires;
  std::string platform;
  std::vector<FileEntry> files;  // ascending by role
};

[[nodiscard]] std::string write_root(const RootDraft& root);
[[nodiscard]] std::string write_release(const ReleaseDraft& release);
/// Signatures in the order given.
[[nodiscard]] std::string write_envelope(std::string_view payload, const std::vector<Signature>& signatures);
[[nodiscard]] std::string write_scf(const std::vector<std::string_view>& roots,
                                    std::string_view release_envelope);
[[nodiscard]] std::string write_payload(std::string_view scf, std::string_view blobs);
/// The payload behind the stub, padded so that the size of the patch is a multiple of 8 bytes.
[[nodiscard]] std::string write_patch(std::string_view stub, std::string_view payload);

}  // namespace tocsin::kit
