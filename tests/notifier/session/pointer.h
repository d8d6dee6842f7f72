// Points at a set as this system does. Tests only. One source per system.
#pragma once

#include <filesystem>

#include "schema/platform/known_paths.h"

namespace tocsin::test {

/// `set` lies in the install folder.
void point_at(const Places& places, const std::filesystem::path& set);

}  // namespace tocsin::test
