// tocsin release programs, release notices: check the roots, the files, the serial and the dates, and write
// the unsigned draft of a document.
#include <algorithm>
#include <chrono>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "packaging/kit/command_line.h"
#include "packaging/kit/commands.h"
#include "packaging/kit/files/any_file.h"
#include "packaging/kit/files/author_bytes.h"
#include "packaging/kit/files/author_files.h"
#include "packaging/kit/lint/lint.h"
#include "packaging/kit/release/client_verdict.h"
#include "packaging/kit/release/drafting.h"
#include "packaging/kit/release/previous.h"
#include "packaging/kit/release/program.h"
#include "packaging/kit/release/writer.h"
#include "schema/core/brand.h"
#include "schema/platform/clock.h"
#include "schema/platform/files.h"

namespace tocsin {
namespace {

constexpr Duration kGrace = std::chrono::days(30);

struct Options {
  std::vector<std::string> roots;  // paths of signed envelopes, from version 1 on
  std::uint64_t serial = 0;
  std::string issued, previous, output;
  std::map<FileRole, std::string> paths;  // empty: not given
  bool force = false;
  // Programs only.
  std::string platform;
  std::vector<std::string> names;  // ROLE=NAME
  bool no_updater = false;
  // Notices only.
  std::string expires, programs_from;
};

Result<RootChain> read_chain(const Options& options) {
  std::vector<std::string> roots;
  for (const std::string& path : options.roots) roots.push_back(TRY(read_draft(path)));
  return RootChain::of(std::move(roots));
}

/// The position of the document before; nothing where none is named.
Result<std::optional<Position>> previous_position(const Options& options, Role role) {
  if (options.previous.empty()) return std::nullopt;
  const auto bytes = TRY(read_draft(options.previous));
  return TRY(in_file(open_previous_document(bytes, role), options.previous)).document.position;
}

/// Serial and time of issue.
Result<DocumentDraft> begin_document(const Options& options, const Root& root, Role role) {
  DocumentDraft document;
  const RoleBlock& block = root.block(role);
  document.position = {block.epoch, options.serial};
  document.issued = TRY(time_option(options.issued, "--issued", system_now()));
  const auto previous = TRY(previous_position(options, role));
  if (options.serial < block.floor)
    return fail(Code::invalid_argument, "release.serial", "below the root's floor", "FLOOR");
  if (previous && document.position <= *previous) {
    return fail(Code::invalid_argument, "release.serial",
                format_position(document.position) + " is not above --previous, which is " +
                    format_position(*previous));
  }
  TRY(unless_forced(check_issue_time(document.issued, system_now()), options.force));
  TRY(unless_forced(check_serial_step(document.position, previous, block.floor), options.force));
  return document;
}

Result<std::map<FileRole, std::string>> names_of(const std::vector<std::string>& given_names) {
  std::map<FileRole, std::string> names;
  for (const std::string& given : given_names) {
    const std::size_t equals = given.find('=');
    const auto role = file_role_from_name(given.substr(0, equals));
    if (equals == std::string::npos || !role) {
      return fail(Code::invalid_argument, "release.name", given + ": not of the form notifier=NAME");
    }
    names[*role] = given.substr(equals + 1);
  }
  return names;
}

Result<std::vector<Content>> read_contents(const Options& options, const FileNames& known) {
  const auto names = TRY(names_of(options.names));
  std::vector<Content> contents;
  for (const auto& [role, path] : options.paths) {  // a map: ascending by role
    if (path.empty()) continue;
    const auto given = names.find(role);
    contents.push_back(TRY(read_content(role, path, given == names.end() ? "" : given->second, known)));
  }
  return contents;
}

int finish(const Result<DocumentDraft>& document, const Options& options, Role role) {
  if (!document) return report(document.error());
  std::cout << options.output << ": " << role_name(role) << ' ' << format_position(document->position)
            << " of " << document->product;
  if (role == Role::programs) {
    std::cout << " for " << document->platform;
  } else {
    std::cout << ", programs from " << format_position(document->programs_from) << ", expires "
              << format_instant(document->expires);
  }
  std::cout << ", unsigned\n";
  return 0;
}

// Programs.

Result<void> check_programs(const std::vector<Content>& contents, const Options& options) {
  for (const Content& content : contents) {
    TRY(unless_forced(
        in_file(check_program(content.bytes, file_role_name(content.entry.role), options.platform),
                options.paths.at(content.entry.role)),
        options.force));
  }
  return {};
}

Result<DocumentDraft> draft_programs(const Options& options) {
  if (options.no_updater != options.paths.at(FileRole::updater).empty()) {
    return fail(
        Code::invalid_argument, "release.updater",
        "either --updater, by which machines prove a new file before any new code runs, or --no-updater");
  }
  const auto chain = TRY(read_chain(options));
  const Root& root = chain.newest();
  if (!root.has_programs())
    return fail(Code::invalid_argument, "release.programs", "the roots have no programs keys", "SECTIONS");
  auto document = TRY(begin_document(options, root, Role::programs));
  document.platform = options.platform;
  const auto contents = TRY(read_contents(options, known_names(root.product, options.platform)));
  TRY(check_programs(contents, options));
  const auto draft = TRY(write_document_draft(chain, document, Role::programs, contents));
  TRY(write_draft(options.output, draft));
  return document;
}

// Notices.

/// Lints the catalog with the config. Findings go to standard error.
/// Shape: the exit code of lint.
Result<int> lint_first(const Options& options) {
  const std::string& path = options.paths.at(FileRole::catalog);
  const Instant issued = TRY(time_option(options.issued, "--issued", system_now()));
  const auto config = TRY(read_config_file(options.paths.at(FileRole::config)));
  const auto catalog = TRY(in_file(read_file(path, kMostCatalogBytes), path));
  const LintReport found = lint(catalog, {issued, &config, nullptr});
  for (const LintFinding& finding : found.findings) std::cerr << finding_line(finding, path) << '\n';
  return lint_exit_code(found, false);
}

/// Parses the very bytes that are signed, strictly, so that nothing is signed which the grammar refuses.
/// Shape: when the last notice expires; nothing for a catalog without notices.
Result<std::optional<Instant>> last_notice(const std::vector<Content>& contents, const Options& options) {
  const auto bytes_of = [&](FileRole role) {
    return AuthorBytes::of(
        std::ranges::find_if(contents, [role](const Content& one) { return one.entry.role == role; })->bytes);
  };
  TRY(in_file(parse_config(bytes_of(FileRole::config), brand(), ConfigMode::strict),
              options.paths.at(FileRole::config)));
  const auto catalog = TRY(in_file(parse_catalog(bytes_of(FileRole::catalog), ReadMode::strict),
                                   options.paths.at(FileRole::catalog)));
  std::optional<Instant> last;
  for (const Message& message : catalog.messages)
    last = std::max(last.value_or(message.expires), message.expires);
  return last;
}

Result<Instant> expiry_of(const Options& options, Instant issued, std::optional<Instant> last) {
  if (options.expires.empty() && !last)
    return fail(Code::invalid_argument, "release.expires", "no notice: --expires is needed");
  const Instant expires = TRY(time_option(options.expires, "--expires", last.value_or(issued) + kGrace));
  if (expires <= issued)
    return fail(Code::invalid_argument, "release.expires", "not after --issued", "DATES");
  if (!last || expires >= *last) return expires;
  TRY(unless_forced(fail(Code::invalid_argument, "release.expires",
                         "expires before the last notice's " + format_instant(*last)),
                    options.force));
  return expires;
}

Result<Position> programs_from(const Options& options, const Root& root) {
  if (!root.has_programs()) {
    if (!options.programs_from.empty())
      return fail(Code::invalid_argument, "release.programs_from", "the roots have no programs keys");
    return Position{};
  }
  const auto from = parse_position(options.programs_from);
  if (!from) {
    return fail(Code::invalid_argument, "release.programs_from",
                "--programs-from EPOCH.SERIAL is needed: the least programs that can show this catalog");
  }
  if (from->epoch > root.programs.epoch) {
    return fail(
        Code::invalid_argument, "release.programs_from",
        options.programs_from + ": the root's programs have epoch " + std::to_string(root.programs.epoch),
        "PROGRAMS");
  }
  return *from;
}

Result<DocumentDraft> draft_notices(const Options& options) {
  const auto chain = TRY(read_chain(options));
  const Root& root = chain.newest();
  auto document = TRY(begin_document(options, root, Role::notices));
  document.programs_from = TRY(programs_from(options, root));
  const auto contents = TRY(read_contents(options, known_names(root.product, {})));
  const auto last = TRY(last_notice(contents, options));
  document.expires = TRY(expiry_of(options, document.issued, last));
  const auto draft = TRY(write_document_draft(chain, document, Role::notices, contents));
  TRY(write_draft(options.output, draft));
  return document;
}

int run_notices(const Options& options) {
  const auto linted = lint_first(options);
  if (!linted) return report(linted.error());
  if (*linted != 0) return *linted;
  return finish(draft_notices(options), options, Role::notices);
}

void add_common(CommandLine command, Options& options) {
  command.option("--root", options.roots, "Signed root envelopes, all from version 1 on").required();
  command.option("--serial", options.serial, "Higher than every one of this epoch before").required();
  command.option("--issued", options.issued, "Default: now");
  command.option("--previous", options.previous, "The one before: the serial must follow on it");
  command.option("-o", options.output, "The draft to write").required();
}

void add_programs(CommandLine release) {
  auto options = std::make_shared<Options>();
  CommandLine command = release.command("programs", "Draft programs: the executables of one platform");
  add_common(command, *options);
  command.option("--platform", options->platform).required().one_of({"linux-x86_64", "windows-x86_64"});
  command.option("--notifier", options->paths[FileRole::notifier], "The gate").required();
  command.option("--dialog", options->paths[FileRole::dialog]).required();
  command.option("--control", options->paths[FileRole::control]).required();
  command.option("--updater", options->paths[FileRole::updater],
                 "The bare update patch: what pack takes as its stub, and what machines keep");
  command.flag("--no-updater", options->no_updater, "Machines keep no updater; no patch can be packed");
  command.option("--name", options->names,
                 "ROLE=NAME: a file's name in the set, where this kit's brand has none (default: its own)");
  command.flag("--force", options->force,
               "Accept a time or a serial that looks wrong, and a program that is not what it should be");
  command.run([options] { return finish(draft_programs(*options), *options, Role::programs); });
}

void add_notices(CommandLine release) {
  auto options = std::make_shared<Options>();
  CommandLine command = release.command("notices", "Draft notices: config and catalog, for every platform");
  add_common(command, *options);
  command.option("--config", options->paths[FileRole::config]).required();
  command.option("--catalog", options->paths[FileRole::catalog]).required();
  command.option("--programs-from", options->programs_from,
                 "EPOCH.SERIAL: the least programs that can show this catalog");
  command.option("--expires", options->expires, "Default: the last notice's and 30 days");
  command.flag("--force", options->force,
               "Accept a time or a serial that looks wrong, and an expiry before the last notice's");
  command.run([options] { return run_notices(*options); });
}

}  // namespace

void add_release_commands(CommandLine app) {
  CommandLine release = app.command("release", "Draft a document: chain of roots, files, dates");
  release.need_command();
  add_programs(release);
  add_notices(release);
}

}  // namespace tocsin
