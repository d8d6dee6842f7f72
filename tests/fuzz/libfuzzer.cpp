// libFuzzer's entry: the one target that this program was linked with.
#include <cstddef>
#include <cstdint>

#include "schema/trust/digest.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const tocsin::fuzz::Target kRun = [] {
    tocsin::fuzz::expect(tocsin::fuzz::entries().size() == 1, "one target a program");
    tocsin::fuzz::expect(tocsin::init_crypto().has_value(), "libcrypto");
    return tocsin::fuzz::entries().front().run;
  }();
  // A copy of exactly that size, so that one byte too far is seen.
  const std::string input(reinterpret_cast<const char*>(bytes), size);
  kRun(input);
  return 0;
}
