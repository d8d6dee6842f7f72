// Notices that were on this reader's screen and have been withdrawn since: told once. Layer: notifier/dialog.
#pragma once

#include "notifier/dialog/situation.h"

namespace tocsin {

/// Adds the titles, as they were shown then, and how to note that they were told.
void add_withdrawals(Presentation& to, Situation& here);

}  // namespace tocsin
