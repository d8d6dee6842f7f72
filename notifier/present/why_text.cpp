// The evaluated condition, one line for each node.
#include "notifier/present/why_text.h"

#include <algorithm>

#include "notifier/present/strings.h"
#include "schema/core/text/text.h"
#include "schema/core/version/range.h"

namespace tocsin {
namespace {

constexpr std::size_t kFieldCodePoints = 200;

std::string_view pattern_of(const Interval& interval) {
  if (interval.high.empty()) return interval.low_included ? tr("{low} and later") : tr("later than {low}");
  if (interval.low.empty())
    return interval.high_included ? tr("{high} and earlier") : tr("earlier than {high}");
  if (interval.low_included && interval.high_included) return tr("{low} to {high}");
  if (interval.low_included) return tr("{low} up to but not including {high}");
  return interval.high_included ? tr("later than {low}, up to and including {high}")
                                : tr("later than {low} and earlier than {high}");
}

std::string interval_words(const Interval& interval) {
  if (interval.low == interval.high) return std::string(interval.low);
  return filled(pattern_of(interval), {{"low", interval.low}, {"high", interval.high}});
}

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
  return tr("not certain");
}

std::string group_sentence(const ExplainedCondition& node) {
  if (node.op == "any") return std::string(tr("At least one of these is true:"));
  if (node.op == "none") return std::string(tr("None of these is true:"));
  if (node.op == "not") return std::string(tr("This is not true:"));
  return std::string(tr("All of these are true:"));
}

/// Of a console or component: "anti-virus 9.5.1 is here (package example-av)"
std::string what_is_here(const ExplainedCondition& node) {
  if (node.found.empty()) {
    return node.result == Truth::unknown
               ? filled(tr("Whether {name} is here could not be established"), {{"name", shown(node.name)}})
               : filled(tr("{name} is not here"), {{"name", shown(node.name)}});
  }
  const bool has_version = !node.scheme.empty();
  std::string subject = shown(node.name);
  if (has_version) subject += " " + shown(node.found);
  const bool is_asked = !node.expected.empty() || !node.values.empty();
  const bool lacks_version = !has_version && is_asked;
  return filled(lacks_version ? tr("{name} is here, in an unknown version ({source})")
                              : tr("{name} is here ({source})"),
                {{"name", subject}, {"source", shown(node.source)}});
}

std::string system_words(const ExplainedCondition& node) {
  const std::string words = collapsed(node.name + " " + node.os_id + " " + node.os_arch);
  if (node.os_like.empty()) return shown(words);
  const std::string like = filled(tr("(like {name})"), {{"name", shown(node.os_like)}});
  return words.empty() ? like : shown(words) + " " + like;
}

/// "the value enabled or disabled"
std::string value_words(std::string_view values) {
  std::string out;
  while (!values.empty()) {
    const std::string word(values.substr(0, values.find(' ')));
    values.remove_prefix(std::min(word.size() + 1, values.size()));
    out = out.empty() ? filled(tr("the value {value}"), {{"value", shown(word)}})
                      : filled(tr("{values} or {value}"), {{"values", out}, {"value", shown(word)}});
  }
  return out;
}

std::string what_is_so(const ExplainedCondition& node) {
  if (node.op == "console" || node.op == "component") return what_is_here(node);
  if (node.op == "locale") {
    return node.found.empty() ? std::string(tr("Your language is not known"))
                              : filled(tr("Your language is {found}"), {{"found", shown(node.found)}});
  }
  if (node.op == "os") {
    return node.found.empty() ? std::string(tr("The operating system is not known"))
                              : filled(tr("The operating system is {found}"), {{"found", shown(node.found)}});
  }
  return filled(tr("A condition this version does not know ({name})"), {{"name", shown(node.name)}});
}

std::string what_is_meant(const ExplainedCondition& node) {
  const bool is_system = node.op == "os";
  std::string range = node.op == "locale" ? shown(node.expected) : shown(range_words(node.expected));
  if (!node.values.empty()) range += (range.empty() ? "" : ", ") + value_words(node.values);
  if (!is_system) return range;
  return node.expected.empty() ? system_words(node) : system_words(node) + " " + range;
}

/// "anti-virus 9.5.1 is here (package example-av); the notice concerns 9.5 up to but not including 9.6: yes"
std::string leaf_sentence(const ExplainedCondition& node) {
  std::string out = what_is_so(node);
  const std::string meant = what_is_meant(node);
  if (!meant.empty())
    out = filled(tr("{fact}; the notice concerns {range}"), {{"fact", out}, {"range", meant}});
  return filled(tr("{sentence}: {result}"), {{"sentence", out}, {"result", result_word(node.result)}});
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

/// The line above the tree.
std::string_view lead_in(const ExplainedCondition& when) {
  if (when.result == Truth::yes)
    return tr("What it asks for was found on this computer. All of these are true:");
  return tr(
      "Not everything it asks for could be established here; its author chose to show it all the same:");
}

}  // namespace

std::string range_words(std::string_view range) {
  const auto parsed = parse_range(range);
  if (!parsed) return std::string(range);
  std::string out;
  for (const Interval& interval : parsed->intervals) {
    out = out.empty()
              ? interval_words(interval)
              : filled(tr("{ranges}, or {range}"), {{"ranges", out}, {"range", interval_words(interval)}});
  }
  return out;
}

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
