// This machine's own id, as Windows' setup made it: the native view, the 32-bit one has none. Layer:
// platform, Windows only.
#include <algorithm>

#include "schema/core/text/text.h"
#include "schema/platform/machine_conf.h"
#include "schema/platform/win/registry.h"

namespace tocsin {

// --root moves folders only; the registry is this machine's.
std::string machine_id(const std::string& /*root*/) {
  constexpr std::size_t kDigits = 32;
  const auto key = RegistryKey::open(HKEY_LOCAL_MACHINE, "SOFTWARE\\Microsoft\\Cryptography", View::native);
  if (!key) return {};
  const auto guid = key->value("MachineGuid");
  if (!guid || guid->type != REG_SZ) return {};
  std::string id = guid->text;
  std::erase(id, '-');
  const auto bytes = unhex(id);
  return bytes && id.size() == kDigits ? hex(*bytes) : std::string();
}

}  // namespace tocsin
