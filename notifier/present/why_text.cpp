// See why_text.h.
#include "notifier/present/why_text.h"

#include "notifier/present/strings.h"
#include "schema/core/text.h"

namespace tocsin {
namespace {

constexpr std::size_t kFieldCodePoints = 200;

std::string shown(std::string_view field) {
  return sanitised(field, kFieldCodePoints);
}

std::string_view result_word(Truth result) {
  switch (result) {
    case Truth::yes:
      return tr("yes");
    case Truth::no:
      return tr("no");
    case Truth::unknown:
      break;
  }
  return tr("could not be established");
}

std::string group_sentence(const ExplainedCondition& node) {
  if (node.op == "any") return std::string(tr("At least one of these is true:"));
  if (node.op == "none") return std::string(tr("None of these is true:"));
  if (node.op == "not") return std::string(tr("This is not true:"));
  return std::string(tr("All of these are true:"));
}

std::string leaf_subject(const ExplainedCondition& node) {
  if (node.op == "console") return filled(tr("Console {name}"), {{"name", shown(node.name)}});
  if (node.op == "component") return filled(tr("Component {name}"), {{"name", shown(node.name)}});
  if (node.op == "os") {
    const std::string name = collapsed(node.name + " " + node.os_id + " " + node.os_arch);
    return filled(tr("Operating system {name}"), {{"name", shown(name)}});
  }
  if (node.op == "locale") return std::string(tr("Your language"));
  return filled(tr("A condition this version does not know ({name})"), {{"name", shown(node.name)}});
}

/// "Component anti-virus, expected [9.5,9.6), found 9.5.1 (package example-av): yes"
std::string leaf_sentence(const ExplainedCondition& node) {
  std::string out = leaf_subject(node);
  if (!node.expected.empty()) out += filled(tr(", expected {range}"), {{"range", shown(node.expected)}});
  if (!node.found.empty()) out += filled(tr(", found {found}"), {{"found", shown(node.found)}});
  if (!node.source.empty()) out += " (" + shown(node.source) + ")";
  return out + ": " + std::string(result_word(node.result));
}

void add_node(std::string& out, const ExplainedCondition& node, std::size_t depth) {
  out += std::string(depth * 4, ' ') + "\u2022 ";
  if (node.children.empty()) {
    out += leaf_sentence(node) + "\n";
    return;
  }
  out += group_sentence(node) + "\n";
  for (const auto& child : node.children) add_node(out, child, depth + 1);
}

/// What stands above the tree.
std::string_view lead_in(const ExplainedCondition& when) {
  if (when.result == Truth::yes)
    return tr("What it asks for was found on this computer. All of these are true:");
  return tr(
      "Not everything it asks for could be established here; its author chose to show it all the same:");
}

}  // namespace

std::string why_text(const ExplainedMessage& message, const Brand& brand) {
  std::string out = filled(tr("You read this because you administer {console} (group {group})."),
                           {{"console", brand.console}, {"group", brand.group}}) +
                    "\n\n";
  if (!message.when || message.when->children.empty()) {
    return out +
           filled(tr("{vendor} addresses this notice to every installation."), {{"vendor", brand.vendor}}) +
           "\n";
  }
  out += std::string(lead_in(*message.when)) + "\n\n";
  for (const auto& child : message.when->children) add_node(out, child, 0);
  return out;
}

}  // namespace tocsin
