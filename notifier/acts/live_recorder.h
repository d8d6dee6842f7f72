// The Recorder over the real store and this machine's identity. Layer: notifier.
#pragma once

#include <functional>

#include "notifier/acts/recorder.h"
#include "notifier/receipts/identity.h"
#include "notifier/record/store.h"
#include "schema/format/config/config.h"
#include "schema/platform/policy.h"

namespace tocsin {

class LiveRecorder : public Recorder {
 public:
  /// Every reference outlives it. `epoch` and `serial` are those of the proven release. `now` is the trusted
  /// time: a clock that stands in 1970 would date a receipt too old to be sent, and a decision before its
  /// notice.
  LiveRecorder(Store& store, const Brand& brand, const ReceiptIdentity& identity, const Config& config,
               const Policy& policy, std::uint32_t epoch, std::uint64_t serial, std::function<Instant()> now);

  Result<void> displayed(const Act& act) override;
  Result<void> acknowledged(const Act& act) override;
  Result<void> put_off(const Act& act, Instant until) override;
  std::string what_is_sent(const Act& act) override;

 private:
  [[nodiscard]] std::optional<OutboxRow> receipt(const Act& act, Outcome outcome, Instant now) const;
  [[nodiscard]] Receipt receipt_of(const Act& act, Outcome outcome, Instant now) const;
  [[nodiscard]] Decision decision(const Act& act, Decision::Kind kind, Instant now) const;
  [[nodiscard]] HistoryRow history(const Act& act, std::string_view what, Instant now) const;
  Store& store_;
  const Brand& brand_;
  const ReceiptIdentity& identity_;
  const Config& config_;
  const Policy& policy_;
  std::uint32_t epoch_;
  std::uint64_t serial_;
  std::function<Instant()> now_;
};

}  // namespace tocsin
