// The value of a condition against the facts it asks for. evaluate and explain share these functions, so
// that they agree.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "notifier/decide/facts.h"
#include "schema/core/truth.h"
#include "schema/format/catalog/catalog.h"

namespace tocsin {

/// False for a condition whose value is always unknown: its name or one of its attributes is not known to
/// this client, or it is a connective without children (which the grammar refuses).
[[nodiscard]] bool is_known(const Condition& condition);

[[nodiscard]] constexpr bool asks_version(const Condition& condition) {
  return !condition.range.intervals.empty();
}
/// A value that is asked for is found where a version would be.
[[nodiscard]] constexpr Need need_of(const Condition& condition) {
  return asks_version(condition) || !condition.values.empty() ? Need::version : Need::presence;
}

/// Whether the text is one of the words of `values`.
[[nodiscard]] bool is_one_of(std::string_view values, std::string_view text);

/// `console` and `component`: absent is no, whatever version or value is asked for. Found without a text,
/// where a version or a value is asked for, is unknown. Versions are compared by the scheme of the source
/// that answered, values exactly.
[[nodiscard]] Truth finding_value(const Condition& condition, const Finding& finding);

/// `os` without its version: family, id, like and arch, as far as the condition names them. An empty fact is
/// unknown. A system is like itself.
[[nodiscard]] Truth os_kind_value(const Condition& condition, const OsFact& os);
/// `os` as a whole.
[[nodiscard]] Truth os_value(const Condition& condition, const OsFact& os);

/// `locale`: whether a range means the reader's first language. No range means a reader without a language.
[[nodiscard]] Truth locale_value(const Condition& condition, std::span<const std::string> locales);

}  // namespace tocsin
