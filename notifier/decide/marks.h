// Marks: acknowledgements by the administrators of this machine, each an empty file in the folder `handled`.
// Here are a mark's name and its meaning; notifier/platform/handled_marks.h reads and writes the folder.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "notifier/decide/evaluate.h"

namespace tocsin {

/// One acknowledgement by one administrator.
struct Mark {
  std::string message;
  std::uint32_t revision = 1;
  std::string owner;  // uid in decimal, or SID
  Instant when;
};

/// "n.<id>.<revision>.<owner>". Source: schema/README.md, "Marks".
[[nodiscard]] std::string mark_name(std::string_view message, std::uint32_t revision, std::string_view owner);
/// The mark without its time; nullopt for any other name.
[[nodiscard]] std::optional<Mark> parse_mark_name(std::string_view name);

/// Whether marks could change what is due: a notice of scope "machine" may be due.
[[nodiscard]] bool asks_for_marks(const Catalog& catalog, Instant now, const Decisions& decisions,
                                  const ShowRules& rules);

/// The reader's decisions, with the marks of all administrators for notices of scope "machine". A mark only
/// adds: it counts for a revision from renotify-from to the catalog's own, not if it is dated later than
/// `now` or before not-before, and takes no other acknowledgement back.
[[nodiscard]] Decisions with_marks(const Catalog& catalog, const Decisions& own, std::span<const Mark> marks,
                                   Instant now);

/// Everything the machine's administrators have acknowledged together, whatever the scope: for monitoring.
/// The same marks count.
[[nodiscard]] Decisions marks_alone(const Catalog& catalog, std::span<const Mark> marks, Instant now);

}  // namespace tocsin
