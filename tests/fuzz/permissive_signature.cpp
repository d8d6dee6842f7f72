// Stands in for schema/trust/signature.cpp in one fuzz program: every signature is valid, so that a changed
// file reaches the checks behind. Linked as an object, before the library; no other program takes it. Layer:
// tests.
#define verifies truly_verifies
#include "schema/trust/signature.cpp"
#undef verifies

namespace tocsin {

bool verifies(std::string_view public_key, std::string_view signature, std::string_view /*message*/) {
  return is_strong_key(public_key) && signature.size() == kSignatureBytes;
}

}  // namespace tocsin
