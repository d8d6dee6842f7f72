// The list as JSON and as text. Layer: notifier/control.
#include <algorithm>

#include "notifier/control/commands/listing.h"

namespace tocsin {
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

}  // namespace tocsin
