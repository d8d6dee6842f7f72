// A program file's version, from its VERSIONINFO resource. Layer: notifier/facts/sources, Windows only.
#pragma once

#include <windows.h>

#include <optional>
#include <string>

namespace tocsin {

/// "10.2.0.17"; empty when the block is none (its signature is another).
[[nodiscard]] std::string version_text(const VS_FIXEDFILEINFO& info);

/// Empty when the file has no such resource; nullopt when it could not be read.
[[nodiscard]] std::optional<std::string> file_version(const std::string& path);

}  // namespace tocsin
