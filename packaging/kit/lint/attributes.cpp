// Rules of a message's dates, and of what it says until when.
#include <algorithm>

#include "packaging/kit/lint/rules.h"

namespace tocsin::rules {
namespace {

bool lists_steps(const Catalog& catalog, const Message& message) {
  return std::any_of(message.texts.begin(), message.texts.end(), [&](const Text& text) {
    const auto body = catalog.body(text);
    return std::any_of(body.begin(), body.end(),
                       [](const Block& block) { return block.kind == Block::Kind::item; });
  });
}

}  // namespace

void order_of_dates(Lint& lint, const Message& message) {
  const std::string expires = format_instant(message.expires);
  if (message.not_before && message.expires <= *message.not_before) {
    lint.add("expires-first", message.line, message.id,
             "Expires on " + expires + ", no later than it starts on " + format_instant(*message.not_before) +
                 ", so it is never due: exchange not-before and expires.");
  }
  if (message.act_by && message.expires < *message.act_by) {
    lint.add("act-by-late", message.line, message.id,
             "act-by is " + act_by_text(message) + ", later than expires, which is " + expires +
                 ": the notice would vanish before the day it names. Let it expire later.");
  }
  const auto end = act_by_end(message, Duration(0));
  if (end && message.not_before && *end < *message.not_before) {
    lint.add("act-by-early", message.line, message.id,
             "act-by is " + act_by_text(message) + ", earlier than not-before, which is " +
                 format_instant(*message.not_before) + ": nobody can act in time. Correct one of them.");
  }
}

void already_over(Lint& lint, const Message& message) {
  if (lint.context().now < message.expires) return;
  lint.add("already-expired", message.line, message.id,
           "Expired on " + format_instant(message.expires) +
               ", so it is never due again: remove it, or correct expires.");
}

void without_act_by(Lint& lint, const Message& message) {
  if (message.act_by) return;
  if (message.severity == Severity::critical) {
    lint.add("critical-without-act-by", message.line, message.id,
             "severity='critical', and the message does not say until when: add act-by, or choose another "
             "severity.");
  }
  if (message.until == Until::resolved) {
    lint.add("resolved-without-act-by", message.line, message.id,
             "until='resolved' brings it back seven days before act-by, and it has none, so it never comes "
             "back: add act-by, or leave until out.");
  }
}

void steps_without_act_by(Lint& lint, const Message& message) {
  if (message.act_by || message.severity != Severity::info || !lists_steps(lint.catalog(), message)) return;
  lint.add(
      "steps-without-act-by", message.line, message.id,
      "severity='info' with a list, and no act-by: if the list is what readers must do, say until when by "
      "act-by.");
}

void long_lifetime(Lint& lint, const Message& message) {
  constexpr std::int64_t kDays = 400, kDaySeconds = 86'400;
  const Instant start = message.not_before.value_or(lint.context().now);
  const std::int64_t days = (message.expires.seconds - start.seconds) / kDaySeconds;
  if (message.expires.seconds - start.seconds <= kDays * kDaySeconds) return;
  lint.add("long-lifetime", message.line, message.id,
           "Lives " + std::to_string(days) + " days, until " + format_instant(message.expires) + ": beyond " +
               std::to_string(kDays) +
               " days a notice is wrong, or forgotten. Let it expire earlier, and ship a new one.");
}

}  // namespace tocsin::rules
