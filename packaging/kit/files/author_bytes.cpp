#include "packaging/kit/files/author_bytes.h"

namespace tocsin {

VerifiedBytes AuthorBytes::of(std::string bytes) {
  return VerifiedBytes(std::move(bytes));
}

}  // namespace tocsin
