// This machine's own id, as machine-id(5) has it. Layer: platform, POSIX only.
#include "schema/core/text/text.h"
#include "schema/platform/durable_file.h"
#include "schema/platform/machine_conf.h"

namespace tocsin {

// "uninitialized" and an empty file are what an image holds before its first start: no id yet.
std::string machine_id(const std::string& root) {
  constexpr std::size_t kDigits = 32;
  auto text = read_file(root + "/etc/machine-id", 256);
  if (!text) return {};
  std::string id = collapsed(*text);
  return id.size() == kDigits && unhex(id) ? id : std::string();
}

}  // namespace tocsin
