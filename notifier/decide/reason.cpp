// The names of the reasons. Layer: notifier.
#include <array>

#include "notifier/decide/evaluate.h"

namespace tocsin {

std::string_view reason_name(Reason reason) {
  static constexpr std::array<std::string_view, 15> kNames = {
      "malformed", "over-limit", "withdrawn",    "not-here",        "not-yet",
      "expired",   "superseded", "acknowledged", "severity-policy", "put-off",
      "condition", "unknown",    "not-audience", "held-back",       "due"};
  static_assert(static_cast<std::size_t>(Reason::due) + 1 == kNames.size());
  return kNames[static_cast<std::size_t>(reason)];
}

}  // namespace tocsin
