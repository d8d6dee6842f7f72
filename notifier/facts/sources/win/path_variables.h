// `%ProgramFiles%\...` as a path of this machine. Pure but for the folders, which are asked for by name.
// Layer: notifier/facts/sources, Windows only.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

/// A known folder's path by its lower-case variable name ("programfiles(x86)"); empty: there is none.
using FolderLookup = std::function<std::string(std::string_view variable)>;

/// Shape:  `path` is "C:\a\b" or "%Variable%\a\b", as the catalog's grammar lets it pass; nullopt: no such
///         folder here, or neither form.
/// Source: schema/README.md, "Paths".
[[nodiscard]] std::optional<std::string> expanded_path(std::string_view path, const FolderLookup& folders);

/// The machine's own folders; the environment, which a user can set, is not asked.
[[nodiscard]] std::string system_folder(std::string_view variable);

}  // namespace tocsin
