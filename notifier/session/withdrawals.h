// Notices that were on this reader's screen and have been withdrawn since: told once. Layer:
// notifier/session.
#pragma once

#include <vector>

#include "notifier/session/situation.h"

namespace tocsin {

/// The latest showing of each notice of which this reader is to be told.
[[nodiscard]] std::vector<HistoryRow> withdrawals_to_tell(Situation& here);

/// Adds the titles, as they were shown then, and how to note that they were told.
void add_withdrawals(Presentation& to, Situation& here);

}  // namespace tocsin
