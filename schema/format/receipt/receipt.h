// One receipt as a CloudEvents 1.0 document in JSON.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "schema/core/brand.h"
#include "schema/core/instant.h"

namespace tocsin {

enum class Outcome : std::uint8_t { displayed, acknowledged, test };
[[nodiscard]] std::string_view outcome_name(Outcome outcome);

/// All that ever leaves the machine. `actor` empty: left out (policy NoActor).
struct Receipt {
  std::string id;            // 26 base32 characters
  std::string installation;  // 26 base32 characters
  std::string message;
  std::uint32_t revision = 1;
  Position release;
  Outcome outcome = Outcome::acknowledged;
  std::string actor;  // 16 hex digits
  std::string locale;
  std::string client;  // this program's version
  std::string os;      // "linux" or "windows"
  Instant time;        // rounded down to the hour by the writer
};

/// The exact body: one line, keys in a fixed order.
/// Source: schema/receipt.schema.json.
[[nodiscard]] std::string receipt_json(const Receipt& receipt, const Brand& brand);

}  // namespace tocsin
