// Which notice stands where, for `list`. Layer: notifier/control.
#include "notifier/control/commands/listing.h"

#include <algorithm>
#include <tuple>

#include "schema/core/text/text.h"

namespace tocsin {
namespace {

constexpr std::size_t kTitleCodePoints = 200;

bool condition_met(const ExplainedMessage& explained) {
  if (!explained.when) {
    return true;
  }
  const Truth result = explained.when->result;
  return result == Truth::yes || (result == Truth::unknown && explained.message->show_when_unknown);
}

/// Time and decisions come before the condition in the order of reasons: whom it concerns is asked here
/// again.
Standing standing_of(const ExplainedMessage& explained, const Decisions& decisions) {
  switch (explained.reason) {
    case Reason::due:
      return Standing::due;
    case Reason::held_back:
      return Standing::later;
    case Reason::not_yet:
    case Reason::put_off:
      return condition_met(explained) ? Standing::later : Standing::other;
    case Reason::acknowledged:
      return Standing::past;
    case Reason::expired:
    case Reason::superseded:
      return condition_met(explained) ? Standing::past : Standing::other;
    case Reason::withdrawn:
      return decisions.find(explained.message->id, Decision::Kind::acknowledged) ? Standing::past
                                                                                 : Standing::other;
    default:
      return Standing::other;
  }
}

std::string fault_of(const Message& message) {
  return message.fault_rule.empty() ? std::string()
                                    : message.fault_rule + ", line " + std::to_string(message.line);
}

Listed listed(const ExplainedMessage& explained, const Decisions& decisions) {
  const Message& message = *explained.message;
  Listed row;
  row.standing = standing_of(explained, decisions);
  row.reason = explained.reason;
  row.id = message.id;
  row.revision = message.revision;
  row.severity = message.severity;
  row.category = message.category;
  row.language = explained.language;
  row.fault = fault_of(message);
  row.not_before = message.not_before;
  row.act_by = message.act_by;
  row.expires = message.expires;
  for (const Text& text : message.texts) {
    if (text.locale == explained.language) {
      row.title = sanitised(text.title, kTitleCodePoints);
      break;
    }
  }
  if (const Decision* put_off = decisions.find(message.id, Decision::Kind::put_off)) {
    row.put_off_until = put_off->until;
  }
  if (const Decision* decided = decisions.find(message.id, Decision::Kind::acknowledged)) {
    row.decided = decided->when;
  }
  return row;
}

/// The same order in which the window shows them: critical first, then act-by (none last).
bool shown_before(const Listed& a, const Listed& b) {
  if (a.standing != b.standing || a.standing != Standing::due) {
    return a.standing < b.standing;
  }
  const auto key = [](const Listed& row) {
    return std::tuple(row.severity != Severity::critical, !row.act_by, row.act_by.value_or(Instant{}));
  };
  return key(a) < key(b);
}

}  // namespace

std::string_view standing_name(Standing standing) {
  switch (standing) {
    case Standing::due:
      return "due";
    case Standing::later:
      return "later";
    case Standing::past:
      return "past";
    case Standing::other:
      break;
  }
  return "other";
}

std::vector<Listed> listing(std::span<const ExplainedMessage> explained, const Decisions& decisions,
                            bool all) {
  std::vector<Listed> rows;
  for (const ExplainedMessage& message : explained) {
    Listed row = listed(message, decisions);
    if (all || row.standing != Standing::other) {
      rows.push_back(std::move(row));
    }
  }
  std::stable_sort(rows.begin(), rows.end(), shown_before);
  return rows;
}

}  // namespace tocsin
