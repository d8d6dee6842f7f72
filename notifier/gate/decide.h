// The gate's decision, and the questions it asks for it, one at a time, so that a test can show which are
// never asked. The gate verifies nothing and shows nothing.
#pragma once

#include <cstdint>
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
#include "schema/format/catalog/catalog.h"
#include "schema/platform/policy.h"

namespace tocsin::gate {

/// Each question is asked at most once in a run, and only if the answers before it do not decide.
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
  /// The marks of the machine's administrators; those that cannot be checked are left out.
  [[nodiscard]] virtual std::vector<Mark> marks() = 0;
  /// Whether one of these withdrawn notices was displayed here, and its reader not yet told of the
  /// withdrawal. Asked only for a catalog that withdraws with notify. Errors: those of state().
  [[nodiscard]] virtual Result<bool> any_to_tell(std::span<const std::string_view> ids) = 0;
  [[nodiscard]] virtual Instant clock() = 0;
  [[nodiscard]] virtual std::vector<std::string> languages() = 0;
  /// Whether this user is of the audience.
  [[nodiscard]] virtual Result<bool> member() = 0;
  /// The facts of the machine by the sources of `detect`, which must outlive them. Their member() is not
  /// used.
  [[nodiscard]] virtual Facts& machine(const Detect& detect) = 0;
  [[nodiscard]] virtual bool display() = 0;
};

enum class GateAction : std::uint8_t {
  leave,   // nothing to do, switched off, or not a member
  refuse,  // run by root, SYSTEM or a service
  dialog,  // something is due, or something could not be read
  sender,  // only the outbox has something to do
};

/// Asks the cheapest questions first: policy, privilege, live catalog, newest signed time, decisions,
/// conditions without facts, audience, facts. If something cannot be read, the gate starts the dialog, which
/// verifies everything and reports the error.
[[nodiscard]] GateAction decide(GateInputs& inputs, bool scheduled);

}  // namespace tocsin::gate
