// What a new catalog changes for given machines, and what it changes behind its readers' backs.
// Layer: packaging/kit. Reads no file and no clock.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "notifier/decide/evaluate.h"
#include "packaging/kit/files/facts_folder.h"
#include "packaging/kit/lint/lint.h"

namespace tocsin {

/// `again`: due as before, but those who have acknowledged it are asked once more (renotify-from).
enum class Change : std::uint8_t { appears, again, disappears };
[[nodiscard]] std::string_view change_name(Change change);

/// Views live as long as the catalogs.
struct MachineChange {
  std::string machine;
  Change change = Change::appears;
  std::string_view id;
  std::uint32_t revision = 1;    // of the new catalog; where it has left, of the old one
  std::optional<Reason> before;  // none: not in that catalog
  std::optional<Reason> after;
};

/// Of one machine on which nobody has decided anything, in the new catalog's order, then what has left it.
/// However many are due, none is held back for a later logon.
[[nodiscard]] std::vector<MachineChange> changes_on(const Machine& machine, const Catalog& old,
                                                    const Catalog& fresh, Instant at);

/// Lint's findings that compare `fresh_bytes` with the catalog shipped before: a text or condition changed
/// without a new revision, a translation left behind.
[[nodiscard]] std::vector<LintFinding> revision_findings(const std::string& fresh_bytes, const Catalog& old,
                                                         Instant at);

/// The document of schema tocsin.diff/1, indented by two.
[[nodiscard]] std::string diff_json(const std::vector<MachineChange>& changes,
                                    const std::vector<LintFinding>& findings, Instant at);

}  // namespace tocsin
