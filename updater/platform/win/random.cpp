// BCryptGenRandom. Layer: updater/platform, Windows only.
#include "updater/platform/random.h"

#include <windows.h>

#include <bcrypt.h>

namespace tocsin {

Result<std::string> random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  const NTSTATUS status =
      ::BCryptGenRandom(nullptr, reinterpret_cast<PUCHAR>(bytes.data()), static_cast<ULONG>(bytes.size()),
                        BCRYPT_USE_SYSTEM_PREFERRED_RNG);
  if (status >= 0) return bytes;
  return fail(Code::io, "random.bytes", "BCryptGenRandom");
}

}  // namespace tocsin
