// Explains each verdict: all nodes of its condition, the next instant that changes it, and the explanation
// as text for a terminal.
#include "notifier/decide/explain/explain.h"

#include <algorithm>

#include "notifier/decide/condition_value.h"
#include "notifier/decide/deliberation.h"
#include "schema/core/text/text.h"

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

// Shows the version where the version decides, otherwise the whole system, so that the mismatch is visible.
void explain_os(ExplainedCondition& node, const Condition& condition, const OsFact& os) {
  node.result = os_value(condition, os);
  if (asks_version(condition) && os_kind_value(condition, os) == Truth::yes) {
    node.found = os.version;
    if (!os.version.empty()) node.scheme = scheme_name(Scheme::dotted);
  } else {
    std::vector<std::string_view> parts = {os.family, os.id, os.version, os.arch};
    if (!condition.os_like.empty() && os.like && !os.like->empty()) {
      parts.emplace_back("like");
      parts.insert(parts.end(), os.like->begin(), os.like->end());
    }
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
  node.os_like = condition.os_like;
  node.os_arch = condition.os_arch;
  node.values = condition.values;
  node.expected = condition.range_text;
  explain_node(node, condition, facts, locales);
  if (!is_known(condition)) node.result = Truth::unknown;
  return node;
}

namespace {

ExplainedMessage described(const Catalog& catalog, const Message& message, Facts& facts,
                           std::span<const std::string> locales) {
  ExplainedMessage explained;
  explained.message = &message;
  if (message.fault != Message::Fault::none) return explained;
  if (!message.texts.empty()) explained.language = catalog.text_for(message, locales).locale;
  if (message.when) explained.when = explain_condition(*message.when, facts, locales);
  return explained;
}

// All instants after `at` at which time alone can change a reason.
std::vector<Instant> turning_points(const Catalog& catalog, const Decisions& decisions, Instant at) {
  std::vector<Instant> instants;
  const auto add = [&](std::optional<Instant> instant) {
    if (instant && at < *instant) instants.push_back(*instant);
  };
  for (const auto& message : catalog.messages) {
    if (message.fault != Message::Fault::none) continue;
    add(message.not_before);
    add(message.expires);
    add(comes_back_at(message));
    for (const Decision& acknowledged : decisions.of(message.id, Decision::Kind::acknowledged)) {
      add(acknowledged.when);  // recorded while the clock was ahead
    }
    const auto* put_off = decisions.find(message.id, Decision::Kind::put_off);
    if (put_off == nullptr || !put_off->until || *put_off->until <= at) continue;
    add(*put_off->until - kLongestPutOff);
    add(put_off->until);
  }
  std::sort(instants.begin(), instants.end());
  instants.erase(std::unique(instants.begin(), instants.end()), instants.end());
  return instants;
}

// A change of one message can change another one's reason: a superseder expires, or there is room for a
// notice that was held back. So all messages are decided at each instant. By now all facts are known.
void set_next(std::vector<ExplainedMessage>& messages, Deliberation& deliberation,
              std::span<const Instant> instants) {
  std::size_t open = messages.size();
  for (const Instant instant : instants) {
    if (open == 0) return;
    const auto verdicts = deliberation.verdicts(instant);
    for (std::size_t i = 0; i < messages.size(); ++i) {
      if (messages[i].next || verdicts[i].reason == messages[i].reason) continue;
      messages[i].next = instant;
      --open;
    }
  }
}

}  // namespace

std::vector<ExplainedMessage> explain(const Catalog& catalog, Facts& facts, Instant at,
                                      std::span<const std::string> locales, const Decisions& decisions,
                                      const ShowRules& rules) {
  Deliberation deliberation(catalog, facts, locales, decisions, rules);
  std::vector<ExplainedMessage> messages;
  for (std::size_t i = 0; i < catalog.messages.size(); ++i) {
    messages.push_back(described(catalog, catalog.messages[i], facts, locales));
    if (messages[i].when) deliberation.set_condition(i, messages[i].when->result);
  }
  const auto verdicts = deliberation.verdicts(at);
  for (std::size_t i = 0; i < messages.size(); ++i) messages[i].reason = verdicts[i].reason;
  set_next(messages, deliberation, turning_points(catalog, decisions, at));
  return messages;
}

namespace {

constexpr std::size_t kShownCodePoints = 200;

// Values found on the machine go to a terminal, so that control characters are removed.
void put(std::string& line, std::string_view label, const std::string& text) {
  if (!text.empty()) line.append(label).append(sanitised(text, kShownCodePoints));
}

void put_node(std::string& out, const ExplainedCondition& node, std::size_t depth) {
  std::string line(2 * depth, ' ');
  put(line, "", node.op);
  put(line, " ", node.name);
  put(line, " ", node.os_id);
  put(line, " like ", node.os_like);
  put(line, " ", node.os_arch);
  put(line, ", expected ", node.expected);
  put(line, ", expected value ", node.values);
  put(line, ", found ", node.found);
  put(line, ", scheme ", node.scheme);
  put(line, ", from ", node.source);
  out.append(line).append(": ").append(truth_name(node.result)).append("\n");
  for (const auto& child : node.children) put_node(out, child, depth + 1);
}

std::string heading(const ExplainedMessage& message) {
  std::string line(message.message->id.empty() ? "(no id)" : message.message->id);
  line += " revision " + std::to_string(message.message->revision);
  line += message.due() ? ": due" : ": not due, " + std::string(reason_name(message.reason));
  put(line, "; language ", message.language);
  if (message.next) line += "; changes at " + format_instant(*message.next);
  return line + "\n";
}

}  // namespace

std::string explain_text(const ExplainedMessage& message) {
  std::string out = heading(message);
  if (message.when) put_node(out, *message.when, 1);
  return out;
}

}  // namespace tocsin
