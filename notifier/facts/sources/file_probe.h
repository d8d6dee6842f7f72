// Answers that are made alike on every system: an error, a text, a value of a file. `path` is one of this
// system.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "notifier/facts/sources/source_probe.h"
#include "schema/core/result.h"

namespace tocsin {

/// A text that is longer is no version.
inline constexpr std::size_t kVersionBytes = 256;

/// absent for not_found; any other error means that the place could not be looked at.
[[nodiscard]] Probed missing_or_failed(const Error& error);

/// found with that text; failed if it is too long for a version.
[[nodiscard]] Probed found_text(std::string_view text);

/// The `keyfile` and `config` sources. Table: schema/README.md, "Detection".
[[nodiscard]] Probed probe_keyfile(const std::string& path, std::string_view key);
[[nodiscard]] Probed probe_config(const std::string& path, std::string_view place);

}  // namespace tocsin
