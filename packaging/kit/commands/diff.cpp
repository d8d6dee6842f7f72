// tocsin diff: which machines will see a notice that they did not see before, which no longer see one, and
// which messages were changed without a new revision.
#include <algorithm>
#include <array>
#include <cstdint>
#include <iostream>
#include <limits>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "notifier/decide/evaluate.h"
#include "packaging/kit/command_line.h"
#include "packaging/kit/commands.h"
#include "packaging/kit/files/author_bytes.h"
#include "packaging/kit/files/author_files.h"
#include "packaging/kit/lint/lint.h"
#include "schema/core/text/text.h"
#include "schema/format/limits.h"
#include "schema/platform/clock.h"
#include "schema/platform/files.h"

namespace tocsin::kit {
namespace {

constexpr std::size_t kNameCodePoints = 80;

struct Options {
  std::string old_catalog, new_catalog, facts, at, locale;
  bool json = false;
};

/// `again`: due as before, but readers who have acknowledged it are asked once more (renotify-from).
enum class Change : std::uint8_t { appears, again, disappears };

struct MachineChange {
  std::string machine;
  Change change = Change::appears;
  std::string id;
  std::uint32_t revision = 1;    // of the new catalog; of the old one if the message has left
  std::optional<Reason> before;  // none: not in that catalog
  std::optional<Reason> after;
};

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

std::string_view change_name(Change change) {
  constexpr std::array<std::string_view, 3> kNames = {"appears", "again", "disappears"};
  return kNames.at(static_cast<std::size_t>(change));
}

/// The changes on one machine where nothing has been acknowledged: first in the new catalog's order, then the
/// messages that have left. The limit of notices at one logon is not applied.
std::vector<MachineChange> changes_on(const Machine& machine, const Catalog& old, const Catalog& fresh,
                                      Instant at) {
  const ReasonById before = reasons(machine, old, at), after = reasons(machine, fresh, at);
  std::vector<MachineChange> out;
  const auto add = [&](const Message& message, bool asks_again) {
    const auto was = reason_of(before, message.id), is = reason_of(after, message.id);
    if (const auto change = change_of(was, is, asks_again))
      out.push_back({machine.name, *change, std::string(message.id), message.revision, was, is});
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

/// Lint's findings that compare the new catalog with the old one: a text or condition changed without a new
/// revision, a translation left behind.
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

std::string because(std::optional<Reason> reason) {
  return reason ? std::string(reason_name(*reason)) : "not in the catalog";
}

std::string sentence(const MachineChange& change) {
  const std::string notice = change.id + "/" + std::to_string(change.revision);
  switch (change.change) {
    case Change::appears:
      return "newly sees " + notice + " (before: " + because(change.before) + ")";
    case Change::again:
      return "is asked again about " + notice + ", even where it was acknowledged";
    case Change::disappears:
      break;
  }
  return "no longer sees " + notice + " (now: " + because(change.after) + ")";
}

void print(const std::vector<MachineChange>& changes, const std::vector<LintFinding>& findings,
           const Options& options) {
  for (const MachineChange& change : changes)
    std::cout << sanitised(change.machine, kNameCodePoints) << ": " << sentence(change) << '\n';
  if (changes.empty()) std::cout << "nobody sees more or less than before\n";
  for (const LintFinding& finding : findings) std::cout << finding_line(finding, options.new_catalog) << '\n';
}

int exit_of(const std::vector<LintFinding>& findings) {
  return std::ranges::any_of(findings,
                             [](const LintFinding& finding) { return finding.level == FindingLevel::error; })
             ? 1
             : 0;
}

struct Differences {
  Instant at;
  std::vector<MachineChange> changes;
  std::vector<LintFinding> findings;
};

Result<Differences> differences(const Options& options) {
  Differences found;
  found.at = TRY(time_option(options.at, "--at", system_now()));
  // As the notifiers in the field read it: the shipped catalog may be older than a rule of the grammar.
  const auto old = TRY(read_catalog_file(options.old_catalog, ReadMode::client));
  const auto bytes = TRY(read_file(options.new_catalog, limits::kCatalogBytes));
  const auto fresh =
      TRY(in_file(parse_catalog(AuthorBytes::of(bytes), ReadMode::strict), options.new_catalog));
  const auto files = TRY(machine_files(options.facts));
  for (const std::string& file : files) {
    const auto machine = TRY(read_machine(file, options.locale));
    for (auto& change : changes_on(machine, old, fresh, found.at)) found.changes.push_back(std::move(change));
  }
  found.findings = revision_findings(bytes, old, found.at);
  return found;
}

int run(const Options& options) {
  const auto found = differences(options);
  if (!found) return report(found.error());
  if (options.json) {
    std::cout << diff_json(found->changes, found->findings, found->at);
  } else {
    print(found->changes, found->findings, options);
  }
  return exit_of(found->findings);
}

}  // namespace

void add_diff_command(CommandLine app) {
  auto options = std::make_shared<Options>();
  CommandLine command = app.command("diff", "Tell who will newly see what, and who no longer");
  command.option("OLD", options->old_catalog, "The catalog shipped before, read as notifiers read it")
      .required();
  command.option("NEW", options->new_catalog, "The catalog to be shipped, read strictly").required();
  command.option("--facts", options->facts, "A folder of facts files, one a machine").required();
  command.option("--at", options->at, "The time to decide for, as 2026-11-22T00:00:00Z (default: now)");
  command.option("--locale", options->locale, "The readers' languages in order, instead of the facts files'");
  command.flag("--json", options->json, "Print JSON (schema tocsin.diff/1)");
  command.run([options] { return run(*options); });
}

}  // namespace tocsin::kit
