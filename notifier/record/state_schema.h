// The tables of state.db: their statements, their version, and the migration from older versions.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "notifier/record/sqlite.h"

namespace tocsin {

/// `user_version` of a file that this program reads and writes.
inline constexpr std::int64_t kStateVersion = 2;

/// The statements of a fresh file of kStateVersion, exactly as SQLite keeps them.
[[nodiscard]] std::span<const std::string_view> state_schema();
/// Version 1, which never changes: the migrations start from it.
[[nodiscard]] std::span<const std::string_view> state_schema_1();

/// Brings an empty file or one of an older version to kStateVersion, in one transaction.
/// Errors: as Database; io when the version is newer than this program's.
[[nodiscard]] Result<void> migrate_state(Database& database);

/// Whether the tables and indexes are exactly state_schema(): nothing missing, nothing altered, no trigger or
/// view added.
[[nodiscard]] Result<bool> has_state_schema(Database& database);

}  // namespace tocsin
