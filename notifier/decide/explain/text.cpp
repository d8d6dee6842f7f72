// explain_text(): the same for a person at a terminal. Layer: notifier.
#include "schema/core/text/text.h"
#include "notifier/decide/explain/explain.h"

namespace tocsin {
namespace {

constexpr std::size_t kShownCodePoints = 200;

// What was found on the machine goes to a terminal: nothing in it may be more than text.
void put(std::string& line, std::string_view label, const std::string& text) {
  if (!text.empty()) line.append(label).append(sanitised(text, kShownCodePoints));
}

void put_node(std::string& out, const ExplainedCondition& node, std::size_t depth) {
  std::string line(2 * depth, ' ');
  put(line, "", node.op);
  put(line, " ", node.name);
  put(line, " ", node.os_id);
  put(line, " ", node.os_arch);
  put(line, ", expected ", node.expected);
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
