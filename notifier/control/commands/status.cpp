// `status`: what was counted, as JSON and as text; and how it is gathered. A part that fails is reported and
// leaves the others standing.
#include "notifier/control/commands/status.h"

#include <algorithm>
#include <utility>

#include "notifier/control/commands.h"
#include "notifier/control/output.h"
#include "notifier/platform/identity.h"
#include "notifier/platform/session.h"
#include "schema/core/text/text.h"
#include "schema/platform/clock.h"

namespace tocsin::control {

CatalogSummary catalog_summary(const Catalog& catalog, const std::vector<Verdict>& verdicts) {
  CatalogSummary summary;
  summary.messages = catalog.messages.size();
  summary.withdrawn = catalog.withdrawn.size();
  for (const Verdict& verdict : verdicts) {
    const Message& message = *verdict.message;
    if (message.fault != Message::Fault::none) {
      summary.dropped.push_back({std::string(message.id), message.fault_rule, message.line});
    }
    if (!verdict.due()) continue;
    ++summary.due;
    if (message.severity == Severity::critical) summary.critical.emplace_back(message.id);
  }
  return summary;
}

OutboxSummary outbox_summary(const std::vector<OutboxRow>& rows, const std::vector<HistoryRow>& history) {
  OutboxSummary summary;
  for (const HistoryRow& row : history) {
    if (row.what == "delivered") {
      summary.last_delivered = std::max(row.when, summary.last_delivered.value_or(row.when));
    }
  }
  for (const OutboxRow& row : rows) {
    const bool queued = row.state == OutboxRow::State::queued;
    ++(queued ? summary.queued : summary.parked);
    if (queued && (!summary.next_attempt || row.next_attempt < *summary.next_attempt)) {
      summary.next_attempt = row.next_attempt;
    }
    if (!row.last_error.empty()) summary.last_error = row.last_error;
  }
  return summary;
}

std::int64_t age_in_days(const StatusReport& report) {
  if (!report.release) return 0;
  return std::max(std::chrono::floor<std::chrono::days>(report.at - report.release->issued),
                  std::chrono::days(0))
      .count();
}

int status_exit_code(const StatusReport& report) {
  if (report.catalog && !report.catalog->critical.empty()) return kCriticalUnacknowledged;
  return report.refused ? exit_code(report.refused->code) : 0;
}

namespace {

Json or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json release_json(const ProvenRelease& release) {
  return {{"epoch", release.epoch},
          {"serial", release.serial},
          {"root_version", release.root_version},
          {"issued", format_instant(release.issued)},
          {"expires", format_instant(release.expires)},
          {"signed_by", release.signed_by},
          {"sha256", hex(as_view(release.payload_hash))}};
}

Json refused_json(const Error& error) {
  return {{"rejection", or_null(error.rule)}, {"code", code_name(error.code)}, {"detail", describe(error)}};
}

Json policy_json(const Policy& policy) {
  Json values = Json::array();
  for (const PolicyValue& value : policy.values) {
    values.push_back({{"name", value.name},
                      {"value", value.value},
                      {"source", value.source},
                      {"in_force", value.ignored.empty()},
                      {"ignored", or_null(value.ignored)}});
  }
  return values;
}

Json audience_json(const Audience& audience) {
  return {{"group", or_null(audience.group)},
          {"member", audience.member},
          {"problem", or_null(audience.problem)}};
}

Json catalog_json(const CatalogSummary& summary) {
  Json dropped = Json::array();
  for (const Dropped& message : summary.dropped) {
    dropped.push_back({{"id", or_null(message.id)}, {"rule", message.rule}, {"line", message.line}});
  }
  return {{"messages", summary.messages},
          {"due", summary.due},
          {"withdrawn", summary.withdrawn},
          {"critical_unacknowledged", summary.critical},
          {"dropped", std::move(dropped)}};
}

Json outbox_summary_json(const OutboxSummary& summary) {
  Json json = {{"queued", summary.queued}, {"parked", summary.parked}};
  json["next_attempt"] = summary.next_attempt ? Json(format_instant(*summary.next_attempt)) : Json(nullptr);
  json["last_delivered"] =
      summary.last_delivered ? Json(format_instant(*summary.last_delivered)) : Json(nullptr);
  json["last_error"] = or_null(summary.last_error);
  json["problem"] = or_null(summary.problem);
  return json;
}

template <typename T, typename Form>
Json or_null(const std::optional<T>& part, Form form) {
  return part ? form(*part) : Json(nullptr);
}

}  // namespace

Json status_json(const StatusReport& report, const Brand& brand) {
  Json json = {{"schema", "tocsin.status/1"},      {"version", TOCSIN_VERSION},
               {"libraries", TOCSIN_LIBRARIES},    {"brand", brand.name},
               {"product", brand.product},         {"test_keys", brand.test_keys},
               {"folder", or_null(report.folder)}, {"disabled", report.policy.disable}};
  json["at"] = format_instant(report.at);
  json["release"] = or_null(report.release, release_json);
  if (report.release) json["release"]["age_days"] = age_in_days(report);
  json["refused"] = or_null(report.refused, refused_json);
  json["policy"] = policy_json(report.policy);
  json["config_remarks"] = report.config_remarks;
  json["audience"] = or_null(report.audience, audience_json);
  json["catalog"] = or_null(report.catalog, catalog_json);
  json["outbox"] = or_null(report.outbox, outbox_summary_json);
  return json;
}

namespace {

std::string line(std::string_view label, std::string_view value) {
  constexpr std::size_t kColumn = 12;
  std::string out(label);
  out.resize(std::max(kColumn, out.size() + 1), ' ');
  return out + one_line(value) + "\n";
}

std::string brand_lines(const Brand& brand) {
  std::string out = line("product", std::string(brand.product) + " (brand " + std::string(brand.name) + ")");
  out += line("version", TOCSIN_VERSION "; " TOCSIN_LIBRARIES);
  if (brand.test_keys) {
    out += line("KEYS", "TEST KEYS: this build trusts published keys; anyone can sign for it");
  }
  return out;
}

std::string policy_lines(const Policy& policy) {
  std::string out;
  for (const PolicyValue& value : policy.values) {
    out += line("policy", value.name + "=" + value.value + " (" + value.source + ")" +
                              (value.ignored.empty() ? "" : " IGNORED: " + value.ignored));
  }
  return policy.values.empty() ? line("policy", "none set") : out;
}

std::string release_lines(const StatusReport& report) {
  std::string out;
  if (report.refused) {
    const Error& error = *report.refused;
    const std::string detail = error.detail.empty() ? "" : ": " + error.detail;
    out += line("REFUSED", error.rule.empty() ? describe(error) : error.rule + detail);
  }
  if (const auto& release = report.release) {
    out +=
        line("release", std::to_string(release->epoch) + "." + std::to_string(release->serial) + ", issued " +
                            format_instant(release->issued) + " (" + std::to_string(age_in_days(report)) +
                            " days ago), expires " + format_instant(release->expires));
    for (const std::string& key : release->signed_by) {
      out += line("signed by", key);
    }
  }
  for (const std::string& remark : report.config_remarks) {
    out += line("config", remark);
  }
  return out;
}

std::string audience_lines(const Audience& audience) {
  if (audience.group.empty()) {
    return line("AUDIENCE", "NOBODY is shown anything: " + audience.problem);
  }
  return line("audience", "group " + audience.group +
                              (audience.member ? ", you are a member" : ", you are not a member"));
}

std::string catalog_lines(const CatalogSummary& summary) {
  std::string out =
      line("catalog", std::to_string(summary.messages) + " messages, " + std::to_string(summary.due) +
                          " due, " + std::to_string(summary.withdrawn) + " withdrawn");
  for (const std::string& id : summary.critical) {
    out += line("CRITICAL", "not yet acknowledged: " + id);
  }
  for (const Dropped& message : summary.dropped) {
    out += line("DROPPED", (message.id.empty() ? "(no id)" : message.id) + ", line " +
                               std::to_string(message.line) + ": " + message.rule);
  }
  return out;
}

std::string outbox_lines(const OutboxSummary& summary) {
  if (!summary.problem.empty()) return line("receipts", summary.problem);
  std::string text =
      std::to_string(summary.queued) + " queued, " + std::to_string(summary.parked) + " refused for good";
  if (summary.next_attempt) text += ", next attempt " + format_instant(*summary.next_attempt);
  if (summary.last_delivered) text += ", last arrived " + format_instant(*summary.last_delivered);
  if (!summary.last_error.empty()) text += ", last error: " + summary.last_error;
  return line("receipts", text);
}

}  // namespace

std::string status_text(const StatusReport& report, const Brand& brand) {
  std::string out = brand_lines(brand);
  if (report.policy.disable) {
    out += line("SWITCHED OFF", "policy Disable: nothing is shown, sent or opened");
  }
  out += policy_lines(report.policy);
  out += report.folder.empty() ? "" : line("folder", report.folder);
  out += release_lines(report);
  out += report.audience ? audience_lines(*report.audience) : "";
  out += report.catalog ? catalog_lines(*report.catalog) : "";
  out += report.outbox ? outbox_lines(*report.outbox) : "";
  return out;
}

namespace {

Audience audience_of(const Places& places) {
  const auto conf = read_machine_conf(places);
  if (!conf) return {{}, describe(conf.error()), false};
  if (conf->group.empty())
    return {{}, "the group " + std::string(brand().group) + " was missing at install", false};
  return {conf->group, conf->doubt, holds_group(conf->group)};
}

Result<OutboxSummary> read_outbox(const Context& context) {
  auto store = TRY(existing_store(context.places));
  if (!store) return OutboxSummary{};
  const auto rows = TRY(store->outbox());
  return outbox_summary(rows, TRY(store->history()));
}

OutboxSummary outbox_of(const Context& context) {
  auto summary = read_outbox(context);
  if (summary) return std::move(*summary);
  OutboxSummary unread;
  unread.problem = describe(summary.error());
  return unread;
}

/// The release counts as proven even if config or catalog do not parse.
Result<void> look_at_set(const Context& context, StatusReport& report) {
  const ProvenSet proven = TRY(prove_release(brand(), context.places, report.folder, system_now()));
  report.release = proven.proof.release();
  const auto here = session_of(context, TRY(read_set(brand(), proven)));
  report.catalog = catalog_summary(here->set.catalog, here->verdicts);
  report.config_remarks = here->set.config.remarks;
  return {};
}

void look_at_machine(const Context& context, StatusReport& report) {
  auto own = own_folder();
  if (!own) {
    report.refused = own.error();
    return;
  }
  report.folder = std::move(*own);
  if (const auto looked = look_at_set(context, report); !looked) report.refused = looked.error();
  report.audience = audience_of(context.places);
  if (!context.privileged) report.outbox = outbox_of(context);
}

}  // namespace

Result<int> status_command(const Context& context) {
  StatusReport report;
  report.at = system_now();
  report.policy = context.policy;
  if (!context.policy.disable) look_at_machine(context, report);
  print(context.line.json ? json_text(status_json(report, brand())) : status_text(report, brand()));
  return status_exit_code(report);
}

}  // namespace tocsin::control
