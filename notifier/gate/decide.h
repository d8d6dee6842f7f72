// The gate's one decision. Pure but for what it asks; proves nothing and shows nothing. Layer: notifier/gate.
#pragma once

#include <cstdint>

#include "notifier/gate/inputs.h"

namespace tocsin {

enum class GateAction : std::uint8_t {
  leave,   // nothing to do, switched off, or not a member
  refuse,  // run by root, SYSTEM or a service
  dialog,  // something is due, or the doubt is the dialog's to settle
  sender,  // only the outbox has something to do
};

/// Cheapest questions first: policy, privilege, live catalog, newest signed time, decisions, what needs no
/// facts, audience, facts. Whatever cannot be read leads to the dialog, which proves everything and says what
/// was wrong: in doubt never silence.
[[nodiscard]] GateAction decide(GateInputs& inputs, bool scheduled);

}  // namespace tocsin
