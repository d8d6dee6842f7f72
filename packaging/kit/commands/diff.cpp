// tocsin diff: who will newly see what, who no longer, and what was changed without saying so.
// Layer: packaging/kit.
#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "packaging/kit/command_line.h"
#include "packaging/kit/commands.h"
#include "packaging/kit/commands/machine_changes.h"
#include "packaging/kit/files/author_bytes.h"
#include "packaging/kit/files/author_files.h"
#include "packaging/kit/release/option_values.h"
#include "schema/core/text/text.h"
#include "schema/format/limits.h"
#include "schema/platform/clock.h"
#include "schema/platform/durable_file.h"

namespace tocsin {
namespace {

constexpr std::size_t kNameCodePoints = 80;

struct Options {
  std::string old_catalog, new_catalog, facts, at, locale;
  bool json = false;
};

std::string because(std::optional<Reason> reason) {
  return reason ? std::string(reason_name(*reason)) : "not in the catalog";
}

std::string sentence(const MachineChange& change) {
  const std::string notice = std::string(change.id) + "/" + std::to_string(change.revision);
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

int run(const Options& options) {
  const auto at = time_option(options.at, "--at", system_now());
  if (!at) return report(at.error());
  // As the notifiers in the field read it: what was shipped may predate a rule of the grammar.
  const auto old = read_catalog_file(options.old_catalog, ReadMode::client);
  if (!old) return report(old.error());
  const auto bytes = read_file(options.new_catalog, limits::kCatalogBytes);
  if (!bytes) return report(bytes.error());
  const auto fresh = parse_catalog(AuthorBytes::of(*bytes), ReadMode::strict);
  if (!fresh) return report(in_file(fresh.error(), options.new_catalog));
  const auto files = machine_files(options.facts);
  if (!files) return report(files.error());
  std::vector<MachineChange> changes;
  for (const std::string& file : *files) {
    const auto machine = read_machine(file, options.locale);
    if (!machine) return report(machine.error());
    for (auto& change : changes_on(*machine, *old, *fresh, *at)) changes.push_back(std::move(change));
  }
  const auto findings = revision_findings(*bytes, *old, *at);
  if (options.json) {
    std::cout << diff_json(changes, findings, *at);
  } else {
    print(changes, findings, options);
  }
  return exit_of(findings);
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

}  // namespace tocsin
