// The JSON of a receipt.
#include "schema/format/receipt/receipt.h"

#include <nlohmann/json.hpp>

#include "schema/core/text/ascii_json.h"

namespace tocsin {

std::string_view outcome_name(Outcome outcome) {
  return outcome == Outcome::displayed      ? "displayed"
         : outcome == Outcome::acknowledged ? "acknowledged"
                                            : "test";
}

std::string receipt_json(const Receipt& receipt, const Brand& brand) {
  const std::string outcome(outcome_name(receipt.outcome));
  nlohmann::ordered_json event{
      {"specversion", "1.0"},
      {"id", receipt.id},
      {"source", std::string(brand.event_source) + ":" + receipt.installation},
      {"type", std::string(brand.event_type) + "." + outcome + ".v1"},
      {"subject", receipt.message + "/" + std::to_string(receipt.revision)},
      {"time", format_instant(receipt.time)},
      {"messageid", receipt.message},
      {"revision", receipt.revision},
      {"epoch", receipt.release.epoch},
      {"serial", receipt.release.serial},
      {"outcome", outcome},
  };
  if (!receipt.actor.empty()) event["actor"] = receipt.actor;
  event["locale"] = receipt.locale;
  event["client"] = receipt.client;
  event["os"] = receipt.os;
  return ascii_json(event, -1);
}

}  // namespace tocsin
