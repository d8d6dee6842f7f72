// Whether any machine can meet a condition. Decided by enumerating every kind of machine that the condition
// distinguishes.
#pragma once

#include <cstdint>
#include <string_view>

#include "schema/format/catalog/catalog.h"

namespace tocsin::kit {

enum class Reach : std::uint8_t { yes, no, undecided };  // undecided: too many kinds of machines to try

struct ReachOptions {
  std::string_view family = {};      // only machines of this system; empty: of both
  bool everything_is_found = false;  // as if every name had a source on every system
};

/// Whether some machine meets the condition.
[[nodiscard]] Reach can_hold(const Detect& detect, const Condition& condition,
                             const ReachOptions& options = {});
/// Whether some machine does not meet the condition. A machine where it is unknown does not meet it.
[[nodiscard]] Reach can_fail(const Detect& detect, const Condition& condition);
/// Whether some machine meets `meets` but not `fails`. Null stands for a condition that every machine meets.
[[nodiscard]] Reach can_differ(const Detect& detect, const Condition* meets, const Condition* fails);

}  // namespace tocsin::kit
