// Questions to Windows that detection needs: known folders, versions of files, the system's own version,
// services. The pure parts are declared here so that tests can call them.
#pragma once

#include <windows.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "notifier/decide/facts.h"
#include "notifier/facts/sources/source_probe.h"

namespace tocsin {

/// A known folder's path by its lower-case variable name ("programfiles(x86)"); empty: there is none.
using FolderLookup = std::function<std::string(std::string_view variable)>;

/// Shape:  `path` is "C:\a\b" or "%Variable%\a\b", as the catalog's grammar accepts it; nullopt: no such
/// folder
///         here, or neither form.
/// Source: schema/README.md, "Paths".
[[nodiscard]] std::optional<std::string> expanded_path(std::string_view path, const FolderLookup& folders);

/// The machine's own folders. The environment, which a user can change, is not used.
[[nodiscard]] std::string system_folder(std::string_view variable);

/// "10.2.0.17"; empty if the block has another signature.
[[nodiscard]] std::string version_text(const VS_FIXEDFILEINFO& info);

/// A program file's version, from its VERSIONINFO resource. Empty if the file has no such resource; nullopt
/// if it could not be read.
[[nodiscard]] std::optional<std::string> file_version(const std::string& path);

/// RtlGetVersion's numbers and the registry's update revision.
struct WindowsVersion {
  std::uint32_t major = 0, minor = 0, build = 0;
  std::string revision;  // decimal; empty: unknown
  bool is_workstation = false;
};

/// "10.0.20348.2113", `server` or `client`. Without a revision the version has three parts.
[[nodiscard]] OsFact os_fact(const WindowsVersion& version, std::uint16_t machine);

/// The fact about this machine.
[[nodiscard]] OsFact system_os();

/// Whether a service of that name exists, whatever its state. A name that is a path: failed.
[[nodiscard]] Probed::Outcome probe_service(const std::string& name);

}  // namespace tocsin
