// The recorders: one writes to the store; one adds a mark for the other administrators, one adds lines of the
// log; one refuses everything.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "notifier/acts/recorder.h"
#include "notifier/receipts/identity.h"
#include "notifier/record/store.h"
#include "schema/format/config/config.h"
#include "schema/platform/policy.h"

namespace tocsin {

/// Writes decisions, history and receipts to the store.
class LiveRecorder : public Recorder {
 public:
  /// All references must outlive the recorder. Without an `identity` no receipt can be made, and the rest is
  /// recorded all the same. `release` is the proven one. `now` returns the trusted time: under a clock set to
  /// 1970, receipts would be too old to be sent, and decisions older than their notices.
  LiveRecorder(Store& store, const Brand& brand, const std::optional<ReceiptIdentity>& identity,
               const Config& config, const Policy& policy, const Position& release,
               std::function<Instant()> now);

  Result<void> displayed(const Act& act) override;
  Result<void> acknowledged(const Act& act) override;
  Result<void> put_off(const Act& act, Instant until) override;
  std::string what_is_sent(const Act& act) override;

 private:
  [[nodiscard]] std::optional<OutboxRow> receipt(const Act& act, Outcome outcome, Instant now) const;
  [[nodiscard]] Receipt receipt_of(ReceiptIdentity identity, const Act& act, Outcome outcome,
                                   Instant now) const;
  [[nodiscard]] Decision decision(const Act& act, Decision::Kind kind, Instant now) const;
  [[nodiscard]] HistoryRow history(const Act& act, std::string_view what, Instant now) const;
  Store& store_;
  const Brand& brand_;
  const std::optional<ReceiptIdentity>& identity_;
  const Config& config_;
  const Policy& policy_;
  Position release_;
  std::function<Instant()> now_;
};

/// Leaves a mark in the machine's folder for every acknowledgement that `inner` recorded.
class Marking : public Recorder {
 public:
  /// `inner` must outlive it.
  Marking(Recorder& inner, std::string machine_folder, std::function<Instant()> now)
      : inner_(inner), machine_folder_(std::move(machine_folder)), now_(std::move(now)) {}
  Result<void> displayed(const Act& act) override { return inner_.displayed(act); }
  /// If no mark can be left, the acknowledgement still stands; the error is logged.
  Result<void> acknowledged(const Act& act) override;
  Result<void> put_off(const Act& act, Instant until) override { return inner_.put_off(act, until); }
  std::string what_is_sent(const Act& act) override { return inner_.what_is_sent(act); }

 private:
  Recorder& inner_;
  std::string machine_folder_;
  std::function<Instant()> now_;
};

/// Logs every act, or why `inner` could not record it.
class Logged : public Recorder {
 public:
  /// `inner` must outlive it.
  explicit Logged(Recorder& inner) : inner_(inner) {}
  Result<void> displayed(const Act& act) override;
  Result<void> acknowledged(const Act& act) override;
  Result<void> put_off(const Act& act, Instant until) override;
  std::string what_is_sent(const Act& act) override { return inner_.what_is_sent(act); }

 private:
  Recorder& inner_;
};

/// For a reader whose record cannot be opened: notices are shown, and every act fails with `why`.
class Unrecorded : public Recorder {
 public:
  explicit Unrecorded(Error why) : why_(std::move(why)) {}
  Result<void> displayed(const Act& /*act*/) override { return fail(why_); }
  Result<void> acknowledged(const Act& /*act*/) override { return fail(why_); }
  Result<void> put_off(const Act& /*act*/, Instant /*until*/) override { return fail(why_); }
  std::string what_is_sent(const Act& /*act*/) override { return {}; }

 private:
  Error why_;
};

}  // namespace tocsin
