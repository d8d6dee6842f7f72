// UTF-8 paths for std::filesystem, which on Windows reads a plain string in the machine's old code page.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace tocsin {

/// For every std::filesystem call and for opening a stream. POSIX: the bytes as they are.
[[nodiscard]] inline std::filesystem::path native_path(std::string_view path) {
  return {std::u8string(path.begin(), path.end())};
}

[[nodiscard]] inline std::string utf8_path(const std::filesystem::path& path) {
  const std::u8string text = path.u8string();
  return {text.begin(), text.end()};
}

}  // namespace tocsin
