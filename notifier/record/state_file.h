// state.db as a file: its identity, its creation and its renames.
#pragma once

#include <cstdint>
#include <string>

#include "schema/core/result.h"

namespace tocsin {

/// Identifies the file at a path. If it changes, the file was moved or replaced.
struct FileIdentity {
  std::uint64_t device = 0;
  std::uint64_t file = 0;
  friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};

/// Errors: not_found; io, `rule` KIND (not a regular file; links are not followed) or LINKS (more than one
/// name, with which SQLite's locks and journals do not work).
[[nodiscard]] Result<FileIdentity> identify_state_file(const std::string& path);

/// ": it belongs to another user (uid 0)" where that may be why the file, or the nearest folder of its path
/// that exists, cannot be used; empty where it is the user's own. Windows: always empty.
[[nodiscard]] std::string foreign_owner(const std::string& path);

/// Whether the system's error number means that there is no such file, or no such folder.
[[nodiscard]] bool is_absence(int system);

/// Creates an empty file with mode 0600, and its folder with mode 0700 if needed (Windows: with the access
/// list that they inherit). An existing file is left unchanged.
[[nodiscard]] Result<void> create_state_file(const std::string& path);

/// Renames within one folder, durably. Errors: not_found, io.
[[nodiscard]] Result<void> move_state_file(const std::string& from, const std::string& to);

/// Removes a file that an interrupted repair left behind; no error if there is none.
[[nodiscard]] Result<void> remove_leftover(const std::string& path);

}  // namespace tocsin
