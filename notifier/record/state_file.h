// state.db as a file: that it is ours alone, its creation, its moves. Layer: notifier/record; knows no
// SQLite.
#pragma once

#include <cstdint>
#include <string>

#include "schema/core/result.h"

namespace tocsin {

/// Which file lies at a path now; another file there means that somebody moved or replaced it.
struct FileIdentity {
  std::uint64_t device = 0;
  std::uint64_t file = 0;
  friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};

/// Errors: not_found; io, `rule` KIND (no regular file: links are not followed) or LINKS (more than one name,
/// with which SQLite's locks and journals do not work).
[[nodiscard]] Result<FileIdentity> identify_state_file(const std::string& path);

/// Whether this number of the system's says that there is no such file, or no such folder.
[[nodiscard]] bool is_absence(int system);

/// An empty file, 0600, in a folder that is created 0700 if need be (Windows: by the access list that it
/// inherits). One that is already there is left as it
/// is.
[[nodiscard]] Result<void> create_state_file(const std::string& path);

/// Renames within one folder, durably. Errors: not_found, io.
[[nodiscard]] Result<void> move_state_file(const std::string& from, const std::string& to);

/// Removes what an interrupted repair left behind; no error when there is nothing.
[[nodiscard]] Result<void> remove_leftover(const std::string& path);

}  // namespace tocsin
