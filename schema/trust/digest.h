// SHA-256 and HMAC-SHA-256 by libcrypto, initialised without any configuration file.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "schema/core/result.h"

struct evp_md_ctx_st;

namespace tocsin {

using Digest = std::array<unsigned char, 32>;

/// First call of every program that links libcrypto: OPENSSL_INIT_NO_LOAD_CONFIG.
[[nodiscard]] Result<void> init_crypto();

[[nodiscard]] Digest sha256(std::string_view bytes);

/// SHA-256 of bytes that are added piece by piece.
class Sha256 {
 public:
  Sha256();
  void add(std::string_view bytes);
  /// Once, at the end.
  [[nodiscard]] Digest finish();

 private:
  std::unique_ptr<evp_md_ctx_st, void (*)(evp_md_ctx_st*)> context_;
};

[[nodiscard]] Digest hmac_sha256(std::string_view key, std::string_view message);
[[nodiscard]] inline std::string_view as_view(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace tocsin
