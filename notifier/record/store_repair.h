// Opening state.db with all checks, and the repair of a damaged one. For the Store alone.
#pragma once

#include <string>

#include "notifier/record/sqlite.h"
#include "notifier/record/state_file.h"

namespace tocsin {

inline constexpr int kWriterBusyTimeoutMs = 5000;

/// A sound, current state.db, opened and checked.
struct CheckedState {
  Database database;
  FileIdentity identity;
};

/// Errors: as Store; rule DAMAGED when the file must be repaired first. (In store.cpp.)
[[nodiscard]] Result<CheckedState> open_checked(const std::string& path);

/// Sets the damaged file aside and puts a rebuilt one in its place. Does nothing if another program has
/// repaired it meanwhile.
/// Shape: the sentence for Store::repaired.
[[nodiscard]] Result<std::string> repair_state(const std::string& path, const std::string& reason);

/// Finishes a repair that was interrupted between its two renames.
[[nodiscard]] Result<void> finish_repair(const std::string& path);

}  // namespace tocsin
