// See marking.h.
#include "notifier/acts/marking.h"

#include "notifier/platform/handled_marks.h"
#include "schema/platform/log.h"

namespace tocsin {

Result<void> Marking::acknowledged(const Act& act) {
  auto done = inner_.acknowledged(act);
  if (!done) return done;
  const auto left = leave_mark(machine_folder_, act.message->id, act.message->revision);
  if (!left) log_error(Event::note, left.error());
  return done;
}

}  // namespace tocsin
