// What other administrators of this machine have acknowledged, as they left it in `handled/`.
// Layer: notifier. Knows no folder: only what a mark's name says and what it counts for.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "notifier/decide/evaluate.h"

namespace tocsin {

/// One acknowledgement by one of the administrators.
struct Mark {
  std::string message;
  std::uint32_t revision = 1;
  std::string owner;  // uid in decimal, or SID
  Instant when;
};

/// "n.<id>.<revision>.<owner>". Source: schema/README.md, "Marks".
[[nodiscard]] std::string mark_name(std::string_view message, std::uint32_t revision, std::string_view owner);
/// Without its time; nothing for any other name.
[[nodiscard]] std::optional<Mark> parse_mark_name(std::string_view name);

/// Whether the marks could change what is due: a notice that one acknowledgement serves for all is open.
[[nodiscard]] bool asks_for_marks(const Catalog& catalog, Instant now, const Decisions& decisions,
                                  const ShowRules& rules);

/// The reader's decisions, and those of the others for the notices of scope "machine".
[[nodiscard]] Decisions with_marks(const Catalog& catalog, const Decisions& own, std::span<const Mark> marks);

/// What the machine's administrators together have acknowledged, whatever the scope: for monitoring.
[[nodiscard]] Decisions marks_alone(std::span<const Mark> marks);

}  // namespace tocsin
