// One receipt as it arrives: a JSON document in, an event of checked values out. Pure: no clock, no network,
// no store.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schema/core/result.h"

namespace tocsin::intake {

using Id = std::array<unsigned char, 16>;

/// A receipt, all of whose fields were checked.
/// Units: `hour` is whole hours since 1970-01-01T00:00Z.
struct Event {
  Id id{};
  Id installation{};
  std::string message;
  std::uint32_t revision = 1;
  bool is_test = false;
  bool is_acknowledged = false;
  std::optional<std::uint64_t> actor;
  std::uint32_t epoch = 0;
  std::uint64_t serial = 0;
  std::int32_t hour = 0;
  std::string locale, client, system;
  std::string detail;  // a site's own fields as a JSON object; empty at a vendor
};

/// Whose receipts are accepted.
struct Origin {
  std::string source;    // receipts' source is this, ":", the installation
  std::string type;      // receipts' type is this, ".", the outcome, ".v1"
  bool is_site = false;  // accepts answer, occurrence, host and user
};

inline constexpr std::size_t kBodyBytes = 4096;

/// Reads one receipt strictly: every field of the schema once and no other, in its grammar and size; fields
/// that say the same thing agree; the id is the one that follows from installation, message, revision,
/// outcome and actor.
///
/// Errors: malformed, with the name of the field; too_large above kBodyBytes.
/// Source: schema/receipt.schema.json; schema/README.md, "Receipt id".
[[nodiscard]] Result<Event> read_event(std::string_view body, std::string_view idempotency_key,
                                       const Origin& origin);

/// The 26 characters of base32, and back; nothing for a text that no 16 bytes have.
[[nodiscard]] std::string id_text(const Id& id);
[[nodiscard]] std::optional<Id> parse_id(std::string_view text);

/// The receipt as one line of NDJSON, as `tocsin tally` reads it.
[[nodiscard]] std::string event_json(const Event& event, const Origin& origin);

}  // namespace tocsin::intake
