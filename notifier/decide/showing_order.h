// In which order notices are shown, and which of them wait for the next time. Layer: notifier.
#pragma once

#include <cstdint>
#include <vector>

#include "notifier/decide/evaluate.h"

namespace tocsin {

/// Critical before all others, then by act-by (none last). Equal ones keep document order: sort stably.
[[nodiscard]] bool shown_before(const Message& a, const Message& b);

/// Of the due ones all critical ones stay; the others fill up to `max_notices` in the order of showing, the
/// rest is held back.
void hold_back(std::vector<Verdict>& verdicts, std::uint32_t max_notices);

}  // namespace tocsin
