// See author_bytes.h.
#include "packaging/kit/author_bytes.h"

namespace tocsin {

VerifiedBytes AuthorBytes::of(std::string bytes) {
  return VerifiedBytes(std::move(bytes));
}

}  // namespace tocsin
