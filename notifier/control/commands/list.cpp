// `list`: the notices that concern this reader here, in groups.
#include "notifier/control/commands/list.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "notifier/control/commands.h"
#include "notifier/control/output.h"
#include "notifier/decide/explain/explain.h"
#include "notifier/facts/live.h"
#include "schema/core/text/text.h"

namespace tocsin::control {
namespace {

constexpr std::size_t kTitleCodePoints = 200;

bool condition_met(const ExplainedMessage& explained) {
  if (!explained.when) return true;
  const Truth result = explained.when->result;
  return result == Truth::yes || (result == Truth::unknown && explained.message->show_when_unknown);
}

/// A reason of time or of a decision hides whether the condition holds, so the condition is looked at here.
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

/// The order in which the window shows them: critical first, then act-by (none last).
bool shown_before(const Listed& a, const Listed& b) {
  if (a.standing != b.standing || a.standing != Standing::due) return a.standing < b.standing;
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
    if (all || row.standing != Standing::other) rows.push_back(std::move(row));
  }
  std::stable_sort(rows.begin(), rows.end(), shown_before);
  return rows;
}

namespace {

Json instant_json(const std::optional<Instant>& instant) {
  return instant ? Json(format_instant(*instant)) : Json(nullptr);
}

Json row_json(const Listed& row) {
  Json json = {{"id", row.id},
               {"revision", row.revision},
               {"standing", standing_name(row.standing)},
               {"reason", reason_name(row.reason)}};
  if (!row.fault.empty()) {
    json["fault"] = row.fault;
    return json;
  }
  json["severity"] = severity_name(row.severity);
  json["category"] = category_name(row.category);
  json["title"] = row.title;
  json["language"] = row.language;
  json["not_before"] = instant_json(row.not_before);
  json["act_by"] = instant_json(row.act_by);
  json["expires"] = format_instant(row.expires);
  json["put_off_until"] = instant_json(row.put_off_until);
  json["acknowledged"] = instant_json(row.decided);
  return json;
}

std::string_view heading(Standing standing) {
  switch (standing) {
    case Standing::due:
      return "Due";
    case Standing::later:
      return "Later";
    case Standing::past:
      return "Past";
    case Standing::other:
      break;
  }
  return "Not for this machine or reader";
}

/// "put off until 2026-11-29T00:00:00Z": the reason, with the time that explains it.
std::string reason_text(const Listed& row) {
  switch (row.reason) {
    case Reason::due:
      return row.act_by ? "act by " + format_instant(*row.act_by) : "no action needed";
    case Reason::not_yet:
      return "not before " + (row.not_before ? format_instant(*row.not_before) : std::string());
    case Reason::put_off:
      return "put off until " + (row.put_off_until ? format_instant(*row.put_off_until) : std::string());
    case Reason::acknowledged:
      return "acknowledged " + (row.decided ? format_instant(*row.decided) : std::string());
    case Reason::expired:
      return "expired " + format_instant(row.expires);
    default:
      return std::string(reason_name(row.reason)) + (row.fault.empty() ? "" : ": " + row.fault);
  }
}

std::string row_text(const Listed& row) {
  const std::string name = (row.id.empty() ? "(no id)" : row.id) + "/" + std::to_string(row.revision);
  const std::string head =
      row.fault.empty() ? std::string(severity_name(row.severity)) + ": " + row.title : name;
  return "  " + head + "\n      " + (row.fault.empty() ? name + ", " : "") + reason_text(row) + "\n";
}

}  // namespace

Json listing_json(std::span<const Listed> rows, Instant at) {
  Json notices = Json::array();
  std::transform(rows.begin(), rows.end(), std::back_inserter(notices), row_json);
  return {{"schema", "tocsin.list/1"}, {"at", format_instant(at)}, {"notices", std::move(notices)}};
}

std::string listing_text(std::span<const Listed> rows) {
  std::string out;
  std::optional<Standing> last;
  for (const Listed& row : rows) {
    if (last != row.standing) {
      out += std::string(heading(row.standing)) + "\n";
      last = row.standing;
    }
    out += row_text(row);
  }
  return rows.empty() ? "No notice concerns you here.\n" : out;
}

std::string summary_text(std::span<const Listed> rows, const Brand& brand) {
  const auto due = std::ranges::count(rows, Standing::due, &Listed::standing);
  if (due == 0) return {};
  return std::to_string(due) + (due == 1 ? " notice from " : " notices from ") + std::string(brand.vendor) +
         ": " + std::string(brand.control_link) + " show\n";
}

namespace {

/// The machine's own view, for monitoring: its reader is one of the audience, and has decided what its
/// administrators have. The caller's own record is not looked at.
std::vector<Listed> machine_rows(Session& here) {
  LiveFacts facts(here.set.catalog.detect, *here.probe, true);
  ShowRules rules;
  rules.max_notices = std::numeric_limits<std::uint32_t>::max();
  const Decisions handled = marks_alone(here.marks);
  return listing(explain(here.set.catalog, facts, here.at, here.locales, handled, rules), handled, false);
}

Result<int> list_machine(const Context& context) {
  const auto here = TRY(open_session(context, RecordUse::none));
  const auto rows = machine_rows(*here);
  print(context.line.json ? json_text(listing_json(rows, here->at)) : listing_text(rows));
  const bool is_open = std::ranges::any_of(rows, [](const Listed& row) {
    return row.standing == Standing::due && row.severity == Severity::critical;
  });
  return is_open ? kCriticalUnacknowledged : 0;
}

}  // namespace

Result<int> list_command(const Context& context) {
  if (context.line.machine) return list_machine(context);
  const auto here = TRY(open_session(context));
  const auto rows = listing(explained_here(*here), here->decisions, context.line.all);
  if (context.line.summary) {
    print(summary_text(rows, brand()));
  } else {
    print(context.line.json ? json_text(listing_json(rows, here->at)) : listing_text(rows));
  }
  return 0;
}

}  // namespace tocsin::control
