// Rules of a message's dates.
// Layer: packaging/kit.
#include "packaging/kit/lint/rules.h"

namespace tocsin::rules {

void order_of_dates(Lint& lint, const Message& message) {
  if (message.not_before && message.expires <= *message.not_before) {
    lint.error("expires-first", message.line, message.id,
               "Expires no later than it starts, so it is never due: exchange not-before and expires.");
  }
  if (message.act_by && message.expires < *message.act_by) {
    lint.error("act-by-late", message.line, message.id,
               "act-by is later than expires: the notice would vanish before the day it names. Let it expire "
               "later.");
  }
  if (message.act_by && message.not_before && *message.act_by < *message.not_before) {
    lint.error("act-by-early", message.line, message.id,
               "act-by is earlier than not-before: nobody can act in time. Correct one of them.");
  }
}

void already_over(Lint& lint, const Message& message) {
  if (lint.context().now < message.expires) return;
  lint.warning("already-expired", message.line, message.id,
               "Expired on " + format_instant(message.expires) +
                   ", so it is never due again: remove it, or correct expires.");
}

void critical_without_act_by(Lint& lint, const Message& message) {
  if (message.severity != Severity::critical || message.act_by) return;
  lint.warning("critical-without-act-by", message.line, message.id,
               "Critical, and does not say until when: add act-by, or choose another severity.");
}

void resolved_without_act_by(Lint& lint, const Message& message) {
  if (message.until != Until::resolved || message.act_by) return;
  lint.warning(
      "resolved-without-act-by", message.line, message.id,
      "until=\"resolved\" brings it back seven days before act-by, and it has none, so it never comes "
      "back: add act-by, or leave until out.");
}

void long_lifetime(Lint& lint, const Message& message) {
  constexpr std::int64_t kDays = 400, kDaySeconds = 86'400;
  const Instant start = message.not_before.value_or(lint.context().now);
  if (message.expires.seconds - start.seconds <= kDays * kDaySeconds) return;
  lint.warning("long-lifetime", message.line, message.id,
               "Lives longer than 400 days: by then it is wrong, or forgotten. Let it expire earlier, and "
               "ship a new one.");
}

}  // namespace tocsin::rules
