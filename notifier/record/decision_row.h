// One row of the table `decisions` as a Decision, protected by a checksum.
#pragma once

#include <optional>
#include <string_view>

#include "notifier/decide/decisions.h"
#include "notifier/record/sqlite.h"

namespace tocsin {

/// Selects the columns that read_decision takes, from column 0.
inline constexpr std::string_view kSelectDecisions =
    "SELECT message, revision, kind, decided, until, epoch, serial, seal FROM decisions";

[[nodiscard]] std::string_view decision_kind_name(Decision::Kind kind);

/// Checksum of all fields, against failing disks, not against people. A flipped bit must never hide a notice,
/// and SQLite does not detect one inside a value.
[[nodiscard]] std::int64_t decision_seal(const Decision& decision);

/// nullopt: the row is not what was written.
[[nodiscard]] std::optional<Decision> read_decision(const Statement& row);

}  // namespace tocsin
