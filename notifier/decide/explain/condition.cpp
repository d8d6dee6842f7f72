// explain_condition(): every node of a condition, evaluated whether or not it still matters. Layer: notifier.
#include <algorithm>

#include "notifier/decide/explain/explain.h"
#include "notifier/decide/leaf_value.h"

namespace tocsin {
namespace {

std::string joined(std::span<const std::string_view> words) {
  std::string text;
  for (const auto word : words) {
    if (!word.empty()) text.append(text.empty() ? "" : " ").append(word);
  }
  return text;
}

void explain_finding(ExplainedCondition& node, const Condition& condition, const Finding& finding) {
  node.result = finding_value(condition, finding);
  if (finding.present == Truth::yes) node.found = finding.version.empty() ? "present" : finding.version;
  node.source = finding.source;
  if (finding.present == Truth::yes && !finding.version.empty()) node.scheme = scheme_name(finding.scheme);
}

// The version alone where it is what is compared, else the whole system, so that one sees what did not match.
void explain_os(ExplainedCondition& node, const Condition& condition, const OsFact& os) {
  node.result = os_value(condition, os);
  if (asks_version(condition) && os_kind_value(condition, os) == Truth::yes) {
    node.found = os.version;
    if (!os.version.empty()) node.scheme = scheme_name(Scheme::dotted);
  } else {
    const std::string_view parts[] = {os.family, os.id, os.version, os.arch};
    node.found = joined(parts);
  }
}

void explain_locale(ExplainedCondition& node, const Condition& condition,
                    std::span<const std::string> locales) {
  node.expected = joined(condition.locale_ranges);
  if (!locales.empty()) node.found = locales.front();
  node.result = locale_value(condition, locales);
}

Truth connective_value(Condition::Op op, std::span<const ExplainedCondition> children) {
  Truth least = Truth::yes;
  Truth greatest = Truth::no;
  for (const auto& child : children) {
    least = both(least, child.result);
    greatest = either(greatest, child.result);
  }
  if (op == Condition::Op::all) return least;
  return op == Condition::Op::any ? greatest : negated(greatest);
}

void explain_node(ExplainedCondition& node, const Condition& condition, Facts& facts,
                  std::span<const std::string> locales) {
  using Op = Condition::Op;
  switch (condition.op) {
    case Op::console:
      return explain_finding(node, condition, facts.console(condition.name, need_of(condition)));
    case Op::component:
      return explain_finding(node, condition, facts.component(condition.name, need_of(condition)));
    case Op::os:
      return explain_os(node, condition, facts.os());
    case Op::locale:
      return explain_locale(node, condition, locales);
    case Op::unknown:
      return;
    default:
      for (const auto& child : condition.children) {
        node.children.push_back(explain_condition(child, facts, locales));
      }
      node.result = connective_value(condition.op, node.children);
  }
}

}  // namespace

ExplainedCondition explain_condition(const Condition& condition, Facts& facts,
                                     std::span<const std::string> locales) {
  ExplainedCondition node;
  node.op = op_name(condition.op);
  node.name = condition.name;
  node.os_id = condition.os_id;
  node.os_arch = condition.os_arch;
  node.expected = condition.range_text;
  explain_node(node, condition, facts, locales);
  if (!is_known(condition)) node.result = Truth::unknown;
  return node;
}

}  // namespace tocsin
