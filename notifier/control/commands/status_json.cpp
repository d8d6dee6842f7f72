// `status --json`. Layer: notifier/control.
#include <algorithm>

#include "notifier/control/commands/status_report.h"
#include "schema/core/text/text.h"

namespace tocsin {
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

}  // namespace tocsin
