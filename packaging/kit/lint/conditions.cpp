// What the rules share: the walk over conditions, and names as sentences show them.
// Layer: packaging/kit.
#include "packaging/kit/lint/rules.h"
#include "schema/core/text/text.h"

namespace tocsin {
namespace {

constexpr std::size_t kQuotedMax = 80;

void visit_all(const Condition& condition, const std::function<void(const Condition&)>& visit) {
  visit(condition);
  for (const Condition& child : condition.children) visit_all(child, visit);
}

}  // namespace

void each_condition(const Message& message, const std::function<void(const Condition&)>& visit) {
  if (message.when) visit_all(*message.when, visit);
}

const Detected* declared(const Catalog& catalog, const Condition& condition) {
  if (condition.op == Condition::Op::console) return catalog.detect.console(condition.name);
  if (condition.op == Condition::Op::component) return catalog.detect.component(condition.name);
  return nullptr;
}

std::string in_quotes(std::string_view text) {
  return "'" + sanitised(text, kQuotedMax) + "'";
}

}  // namespace tocsin
