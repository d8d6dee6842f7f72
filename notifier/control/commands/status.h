// `status` as values, as JSON and as text. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "notifier/control/output.h"
#include "notifier/decide/evaluate.h"
#include "notifier/record/store.h"
#include "schema/core/brand.h"
#include "schema/platform/policy.h"
#include "schema/trust/proof.h"

namespace tocsin::control {

/// The group that is shown notices, and whether this user is a member.
struct Audience {
  std::string group;    // gid or SID; empty: missing
  std::string problem;  // why the group is not known; empty when it is
  bool member = false;
};

struct Dropped {
  std::string id;
  std::string rule;
  int line = 0;
};

struct CatalogSummary {
  std::size_t messages = 0, due = 0, withdrawn = 0;
  std::vector<Dropped> dropped;
  std::vector<std::string> critical;  // due, so unacknowledged by this user
};

struct OutboxSummary {
  std::size_t queued = 0, parked = 0;
  std::optional<Instant> next_attempt;
  std::optional<Instant> last_delivered;  // of the receipts that arrived
  std::string last_error;
  std::string problem;  // why it could not be read
};

/// Parts that were not looked at are empty.
struct StatusReport {
  Instant at;
  std::string folder;
  Policy policy;
  std::optional<ProvenRelease> release;
  std::optional<Error> refused;  // proof, config or catalog
  std::vector<std::string> config_remarks;
  std::optional<Audience> audience;
  std::optional<CatalogSummary> catalog;
  std::optional<OutboxSummary> outbox;
};

[[nodiscard]] CatalogSummary catalog_summary(const Catalog& catalog, const std::vector<Verdict>& verdicts);
[[nodiscard]] OutboxSummary outbox_summary(const std::vector<OutboxRow>& rows,
                                           const std::vector<HistoryRow>& history);

/// The age of the release; 0 if there is none, or if the clock is behind.
[[nodiscard]] std::int64_t age_in_days(const StatusReport& report);

/// Schema tocsin.status/1.
[[nodiscard]] Json status_json(const StatusReport& report, const Brand& brand);
[[nodiscard]] std::string status_text(const StatusReport& report, const Brand& brand);

/// 20 if a critical notice is unacknowledged, else the exit code of `refused`, else 0.
[[nodiscard]] int status_exit_code(const StatusReport& report);

}  // namespace tocsin::control
