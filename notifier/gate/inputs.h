// What the gate may ask, one thing at a time, so that a test can show what is never asked. Layer:
// notifier/gate.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "notifier/decide/facts.h"
#include "notifier/decide/marks.h"
#include "notifier/record/state_reader.h"
#include "schema/core/instant.h"
#include "schema/core/result.h"
#include "schema/core/verified_bytes.h"
#include "schema/format/catalog/detect.h"
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
  /// What the machine's other administrators have acknowledged; none in any doubt.
  [[nodiscard]] virtual std::vector<Mark> marks() = 0;
  /// Whether one of these withdrawn notices was on screen here, and its reader was not told yet. Asked only
  /// for a catalog that withdraws with notify. Errors: those of state().
  [[nodiscard]] virtual Result<bool> any_to_tell(std::span<const std::string_view> ids) = 0;
  [[nodiscard]] virtual Instant clock() = 0;
  [[nodiscard]] virtual std::vector<std::string> languages() = 0;
  /// Whether this user is of the audience.
  [[nodiscard]] virtual Result<bool> member() = 0;
  /// The machine, seen through `detect`, which outlives it. Its own member() is not asked.
  [[nodiscard]] virtual Facts& machine(const Detect& detect) = 0;
  [[nodiscard]] virtual bool display() = 0;
};

}  // namespace tocsin
