// Door to VerifiedBytes without a proof, for the author's kit and the tests alone: the author's own files.
// Layer: packaging/kit. A test looks for its symbol in every program of a customer's machine.
#pragma once

#include <string>

#include "schema/core/verified_bytes.h"

namespace tocsin {

class AuthorBytes {
 public:
  [[nodiscard]] static VerifiedBytes of(std::string bytes);
};

}  // namespace tocsin
