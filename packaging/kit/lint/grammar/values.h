// The attributes of the grammar: which each element takes, which values they take, and what a wrong value
// probably means.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "packaging/kit/lint/grammar/pass.h"

namespace tocsin::grammar {

/// One attribute of an element.
struct AttributeRow {
  std::string_view name;
  bool is_required;
  RuleRow rule;  // that a wrong value breaks
  bool (*is_value)(std::string_view);
  std::string (*advice)(std::string_view);  // "is no id: write ..."
  Part part;                                // of a message that is faulty with it
  std::string_view instead;                 // the value in the repaired copy; empty: the attribute is removed
};

/// The values of a tag, by row. Nothing: absent, or wrong.
struct Values {
  std::vector<std::optional<std::string>> of;
  bool is_sound = true;  // false: a required attribute is missing or wrong, and the copy has none instead
};

/// Reads the attributes of the tag that was read last. Unknown, missing and wrong ones are findings.
[[nodiscard]] Values read_attributes(Pass& pass, std::span<const AttributeRow> rows);
inline void expect_no_attributes(Pass& pass) {
  static_cast<void>(read_attributes(pass, {}));
}

/// The word of `known` that is meant: the nearest, or one that HTML or another format calls so.
[[nodiscard]] std::string_view meant_word(std::string_view word, std::span<const std::string_view> known);

/// Ids are compared so: A to Z count as a to z.
[[nodiscard]] std::string small_letters(std::string_view id);

[[nodiscard]] std::span<const AttributeRow> message_attributes();
[[nodiscard]] std::span<const AttributeRow> source_attributes(std::string_view element);
/// `console` has another name for its id than `component`.
[[nodiscard]] std::span<const AttributeRow> named_condition_attributes(bool is_console);
[[nodiscard]] std::span<const AttributeRow> declaration_attributes(bool is_console);

extern const AttributeRow kIdAttribute, kLocaleAttribute, kDefaultLocaleAttribute, kMatchAttribute,
    kHrefAttribute;
extern const AttributeRow kOsAttributes[5], kWithdrawnAttributes[2];

}  // namespace tocsin::grammar
