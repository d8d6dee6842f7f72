// See commands/machine_changes.h.
#include "packaging/kit/commands/machine_changes.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>

namespace tocsin {
namespace {

using ReasonById = std::map<std::string_view, Reason>;

ReasonById reasons(const Machine& machine, const Catalog& catalog, Instant at) {
  ShowRules rules;
  rules.max_notices = std::numeric_limits<std::uint32_t>::max();
  ReasonById out;
  for (const Verdict& verdict : evaluate(catalog, *machine.facts, at, machine.locales, Decisions(), rules))
    out[verdict.message->id] = verdict.reason;
  return out;
}

std::optional<Reason> reason_of(const ReasonById& reasons, std::string_view id) {
  const auto at = reasons.find(id);
  return at == reasons.end() ? std::nullopt : std::optional(at->second);
}

std::optional<Change> change_of(std::optional<Reason> before, std::optional<Reason> after, bool asks_again) {
  const bool was = before == Reason::due, is = after == Reason::due;
  if (was && is) return asks_again ? std::optional(Change::again) : std::nullopt;
  if (was == is) return std::nullopt;
  return is ? Change::appears : Change::disappears;
}

std::string_view word_of(std::optional<Reason> reason) {
  return reason ? reason_name(*reason) : "not-there";
}

}  // namespace

std::string_view change_name(Change change) {
  constexpr std::array<std::string_view, 3> kNames = {"appears", "again", "disappears"};
  return kNames.at(static_cast<std::size_t>(change));
}

std::vector<MachineChange> changes_on(const Machine& machine, const Catalog& old, const Catalog& fresh,
                                      Instant at) {
  const ReasonById before = reasons(machine, old, at), after = reasons(machine, fresh, at);
  std::vector<MachineChange> out;
  const auto add = [&](const Message& message, bool asks_again) {
    const auto was = reason_of(before, message.id), is = reason_of(after, message.id);
    if (const auto change = change_of(was, is, asks_again))
      out.push_back({machine.name, *change, message.id, message.revision, was, is});
  };
  for (const Message& message : fresh.messages) {
    const Message* const earlier = old.find(message.id);
    add(message, earlier != nullptr && message.renotify_from > earlier->revision);
  }
  for (const Message& message : old.messages) {
    if (fresh.find(message.id) == nullptr) add(message, false);
  }
  return out;
}

std::vector<LintFinding> revision_findings(const std::string& fresh_bytes, const Catalog& old, Instant at) {
  constexpr std::array<std::string_view, 4> kOfRevisions = {"changed-text", "changed-condition",
                                                            "revision-back", "older-translation"};
  auto findings = lint(fresh_bytes, {at, nullptr, &old}).findings;
  std::erase_if(findings, [&](const LintFinding& finding) {
    return std::ranges::find(kOfRevisions, finding.rule) == kOfRevisions.end();
  });
  return findings;
}

std::string diff_json(const std::vector<MachineChange>& changes, const std::vector<LintFinding>& findings,
                      Instant at) {
  using Json = nlohmann::ordered_json;
  Json rows = Json::array(), found = Json::array();
  for (const MachineChange& change : changes) {
    rows.push_back({{"machine", change.machine},
                    {"change", change_name(change.change)},
                    {"id", change.id},
                    {"revision", change.revision},
                    {"before", word_of(change.before)},
                    {"after", word_of(change.after)}});
  }
  for (const LintFinding& finding : findings) {
    found.push_back({{"rule", finding.rule},
                     {"line", finding.line},
                     {"message", finding.message},
                     {"sentence", finding.sentence}});
  }
  const Json document = {
      {"schema", "tocsin.diff/1"}, {"at", format_instant(at)}, {"changes", rows}, {"findings", found}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace tocsin
