// Makes VerifiedBytes of an author's own files without a proof. Only the author's kit and the tests link
// this: a test looks for its symbol in every program that runs on a customer's machine.
#pragma once

#include <string>

#include "schema/core/verified_bytes.h"

namespace tocsin {

class AuthorBytes {
 public:
  [[nodiscard]] static VerifiedBytes of(std::string bytes);
};

}  // namespace tocsin
