// Conditions and messages by hand, so that a table says what it means. Views point at literals.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "schema/format/catalog/catalog.h"

namespace tocsin::build {

inline Condition condition(Condition::Op op, std::string_view name, std::string_view range = {}) {
  Condition built;
  built.op = op;
  built.name = name;
  built.range_text = range;
  if (!range.empty()) built.range = parse_range(range).value();
  return built;
}
inline Condition console(std::string_view type, std::string_view range = {}) {
  return condition(Condition::Op::console, type, range);
}
inline Condition component(std::string_view id, std::string_view range = {}) {
  return condition(Condition::Op::component, id, range);
}
inline Condition os(std::string_view family, std::string_view id = {}, std::string_view range = {},
                    std::string_view arch = {}) {
  Condition built = condition(Condition::Op::os, family, range);
  built.os_id = id;
  built.os_arch = arch;
  return built;
}
inline Condition locale(std::vector<std::string_view> ranges) {
  Condition built = condition(Condition::Op::locale, {});
  built.locale_ranges = std::move(ranges);
  return built;
}
inline Condition group(Condition::Op op, std::vector<Condition> children) {
  Condition built = condition(op, {});
  built.children = std::move(children);
  return built;
}

/// Components "no", "unknown" and "yes" are what they say, with the facts below.
inline Condition truth(Truth value) {
  return component(value == Truth::yes ? "yes" : value == Truth::no ? "no" : "unknown");
}
template <typename Facts>
void know_truths(Facts& facts) {
  facts.components["yes"] = {Truth::yes, "1.0", Scheme::dotted, "test"};
  facts.components["unknown"] = {Truth::unknown, {}, Scheme::dotted, "test"};
}

/// Valid from 1000 until 2000.
inline Message message(std::string_view id) {
  Message built;
  built.id = id;
  built.not_before = instant_at(1000);
  built.expires = instant_at(2000);
  return built;
}
inline Message message_when(std::string_view id, Truth value) {
  Message built = message(id);
  built.when = group(Condition::Op::all, {truth(value)});
  return built;
}

}  // namespace tocsin::build
