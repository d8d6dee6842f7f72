// What a single condition is worth against the facts it asked for; evaluate and explain share it, so that
// they agree. Layer: notifier.
#pragma once

#include <span>
#include <string>

#include "notifier/decide/facts.h"
#include "schema/core/truth.h"
#include "schema/format/catalog/condition.h"

namespace tocsin {

/// Whether this client can say anything about it: a condition or an attribute that it does not know is
/// unknown as a whole, and so is a connective without children, which the grammar refuses.
[[nodiscard]] bool is_known(const Condition& condition);

[[nodiscard]] constexpr bool asks_version(const Condition& condition) {
  return !condition.range.intervals.empty();
}
[[nodiscard]] constexpr Need need_of(const Condition& condition) {
  return asks_version(condition) ? Need::version : Need::presence;
}

/// `console` and `component`: absent is no, whatever version is asked; found without a version where one is
/// asked is unknown; the comparison is by the scheme of the source that answered.
[[nodiscard]] Truth finding_value(const Condition& condition, const Finding& finding);

/// `os` without its version: family, id and arch as far as each is asked; an empty fact is unknown.
[[nodiscard]] Truth os_kind_value(const Condition& condition, const OsFact& os);
/// `os` as a whole.
[[nodiscard]] Truth os_value(const Condition& condition, const OsFact& os);

/// `locale`: RFC 4647 basic filtering of the first language; a reader who names none matches nothing.
[[nodiscard]] Truth locale_value(const Condition& condition, std::span<const std::string> locales);

}  // namespace tocsin
