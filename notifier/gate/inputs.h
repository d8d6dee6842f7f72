// What the gate may ask, one thing at a time, so that a test can show what is never asked. Layer:
// notifier/gate.
#pragma once

#include <string>
#include <vector>

#include "notifier/evaluate/facts.h"
#include "notifier/record/state_reader.h"
#include "schema/core/instant.h"
#include "schema/core/result.h"
#include "schema/core/verified_bytes.h"
#include "schema/format/detect.h"
#include "schema/platform/policy.h"

namespace tocsin {

/// Each is asked at most once a run, and only when the answers before it leave the question open.
class GateInputs {
 public:
  virtual ~GateInputs() = default;
  [[nodiscard]] virtual Policy policy() = 0;
  [[nodiscard]] virtual bool privileged() = 0;
  /// The live catalog; any error means that it cannot be used.
  [[nodiscard]] virtual Result<VerifiedBytes> catalog() = 0;
  [[nodiscard]] virtual Result<Instant> newest_issued() = 0;
  /// Errors: not_found when nothing was ever decided.
  [[nodiscard]] virtual Result<GateState> state() = 0;
  [[nodiscard]] virtual Instant clock() = 0;
  [[nodiscard]] virtual std::vector<std::string> languages() = 0;
  /// Whether this user is of the audience.
  [[nodiscard]] virtual Result<bool> member() = 0;
  /// The machine, seen through `detect`, which outlives it. Its own member() is not asked.
  [[nodiscard]] virtual Facts& machine(const Detect& detect) = 0;
  [[nodiscard]] virtual bool display() = 0;
};

}  // namespace tocsin
