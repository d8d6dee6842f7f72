// `list` as values, as JSON and as text. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "notifier/control/output.h"
#include "notifier/decide/decisions.h"
#include "notifier/decide/explain/explain.h"
#include "schema/core/brand.h"

namespace tocsin::control {

/// The groups of the list. other: does not concern this reader on this machine.
enum class Standing : std::uint8_t { due, later, past, other };
[[nodiscard]] std::string_view standing_name(Standing standing);

/// One notice as listed; texts are sanitised.
struct Listed {
  Standing standing = Standing::other;
  Reason reason = Reason::due;
  std::string id;
  std::uint32_t revision = 1;
  Severity severity = Severity::info;
  Category category = Category::lifecycle;
  std::string title, language;
  std::string fault;  // rule and line of a message that was dropped
  std::optional<Instant> not_before, act_by, put_off_until, decided;
  Instant expires;
};

/// `due` in the order of the window, the other groups in document order. Without `all`, only the notices that
/// concern the reader.
[[nodiscard]] std::vector<Listed> listing(std::span<const ExplainedMessage> explained,
                                          const Decisions& decisions, bool all);

/// Schema tocsin.list/1.
[[nodiscard]] Json listing_json(std::span<const Listed> rows, Instant at);
[[nodiscard]] std::string listing_text(std::span<const Listed> rows);
/// "2 notices from Example: example-messengerctl show", or nothing when none is due.
[[nodiscard]] std::string summary_text(std::span<const Listed> rows, const Brand& brand);

}  // namespace tocsin::control
