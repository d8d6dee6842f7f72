// The answers of places that are files, or of a value once it is read: alike on both systems.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "notifier/facts/sources/source_probe.h"
#include "schema/core/result.h"

namespace tocsin {

inline constexpr std::size_t kVersionBytes = 256;  // a longer text is no version
inline constexpr std::size_t kKeyfileBytes = 64u << 10;

/// What is not there is absent; any other error failed.
[[nodiscard]] Probed missing_or_failed(const Error& error);
/// A text that is too long for a version is a failure; nullopt is absent.
[[nodiscard]] Probed found_or_absent(const std::optional<std::string_view>& version);

[[nodiscard]] Probed probe_keyfile(const std::string& path, std::string_view key);
[[nodiscard]] Probed probe_config(const std::string& path, std::string_view place);

}  // namespace tocsin
