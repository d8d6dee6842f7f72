#include "packaging/kit/release/secret.h"

#include <openssl/crypto.h>

namespace tocsin {

Secret::~Secret() {
  OPENSSL_cleanse(bytes_.data(), bytes_.size());
}

void Secret::shorten(std::size_t size) {
  if (size >= bytes_.size()) return;
  OPENSSL_cleanse(bytes_.data() + size, bytes_.size() - size);
  bytes_.resize(size);
}

}  // namespace tocsin
