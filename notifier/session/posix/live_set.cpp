// The link `current` in the install folder.
#include <filesystem>
#include <system_error>

#include "notifier/session/installed_set.h"
#include "schema/core/set_layout.h"

namespace tocsin {

std::optional<std::string> live_folder(const Places& places) {
  std::error_code trouble;
  const auto target =
      std::filesystem::canonical(std::filesystem::path(places.install_folder) / kPointerName, trouble);
  if (trouble) return std::nullopt;
  return target.string();
}

}  // namespace tocsin
