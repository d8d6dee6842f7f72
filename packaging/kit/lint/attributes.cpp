// Rules of a message's attributes: its id and its dates.
#include <map>

#include "packaging/kit/lint/rules.h"
#include "schema/core/text/ascii.h"

namespace tocsin::kit::rules {
// Two ids that differ only in the case of letters count as one (schema/README.md, "duplicate-id").
void duplicate_ids(Lint& lint) {
  std::map<std::string, const Message*> seen;
  for (const Message& message : lint.catalog().messages) {
    if (message.id.empty()) continue;
    const auto [first, is_new] = seen.emplace(lowered(message.id), &message);
    if (is_new) continue;
    lint.add("duplicate-id", message.line, message.id,
             "This id is that of the message in line " + std::to_string(first->second->line) +
                 ", case apart: choose another.");
  }
}

void order_of_dates(Lint& lint, const Message& message) {
  if (message.not_before && message.expires <= *message.not_before) {
    lint.add("expires-first", message.line, message.id,
             "Expires no later than it starts, so it is never due: exchange not-before and expires.");
  }
  if (message.act_by && message.expires < *message.act_by) {
    lint.add("act-by-late", message.line, message.id,
             "act-by is later than expires: the notice would vanish before the day it names. Let it expire "
             "later.");
  }
  if (message.act_by && message.not_before && *message.act_by < *message.not_before) {
    lint.add("act-by-early", message.line, message.id,
             "act-by is earlier than not-before: nobody can act in time. Correct one of them.");
  }
}

void already_over(Lint& lint, const Message& message) {
  if (lint.context().now < message.expires) return;
  lint.add("already-expired", message.line, message.id,
           "Expired on " + format_instant(message.expires) +
               ", so it is never due again: remove it, or correct expires.");
}

void critical_without_act_by(Lint& lint, const Message& message) {
  if (message.severity != Severity::critical || message.act_by) return;
  lint.add("critical-without-act-by", message.line, message.id,
           "Critical, and does not say until when: add act-by, or choose another severity.");
}

void resolved_without_act_by(Lint& lint, const Message& message) {
  if (message.until != Until::resolved || message.act_by) return;
  lint.add("resolved-without-act-by", message.line, message.id,
           "until=\"resolved\" brings it back seven days before act-by, and it has none, so it never comes "
           "back: add act-by, or leave until out.");
}

void long_lifetime(Lint& lint, const Message& message) {
  const Instant start = message.not_before.value_or(lint.context().now);
  if (message.expires - start <= std::chrono::days(400)) return;
  lint.add("long-lifetime", message.line, message.id,
           "Lives longer than 400 days: by then it is wrong, or forgotten. Let it expire earlier, and "
           "ship a new one.");
}

}  // namespace tocsin::kit::rules
