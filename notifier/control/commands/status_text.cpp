// `status` for a person: a line a fact, what is wrong in capitals. Layer: notifier/control.
#include "notifier/control/commands/status_report.h"

namespace tocsin {
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
  if (!summary.problem.empty()) {
    return line("receipts", summary.problem);
  }
  std::string text =
      std::to_string(summary.queued) + " queued, " + std::to_string(summary.parked) + " refused for good";
  if (summary.next_attempt) {
    text += ", next attempt " + format_instant(*summary.next_attempt);
  }
  if (summary.last_delivered) {
    text += ", last arrived " + format_instant(*summary.last_delivered);
  }
  if (!summary.last_error.empty()) {
    text += ", last error: " + summary.last_error;
  }
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

}  // namespace tocsin
