// tocsin release: checks the roots, the catalog, the config, the files and the dates, and writes the unsigned
// payload of a release.
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
#include "packaging/kit/release/writer.h"
#include "schema/format/limits.h"
#include "schema/platform/clock.h"
#include "schema/platform/files.h"
#include "schema/platform/native_path.h"
#include "schema/trust/root.h"

namespace tocsin::kit {
namespace {

constexpr Duration kGrace = std::chrono::days(30);

struct Options {
  std::vector<std::string> roots;  // paths of signed envelopes, from version 1 on
  std::uint64_t serial = 0;
  std::string issued, expires, platform, output;
  std::map<FileRole, std::string> paths;  // empty: not given
  std::vector<std::string> names;         // ROLE=NAME
  bool force = false;
};

/// The options, read.
struct Request {
  Instant issued;
  std::optional<Instant> expires;         // default: 30 days after the last notice's
  std::map<FileRole, std::string> files;  // paths
  std::map<FileRole, std::string> names;  // in the set; default: the last part of the path
};

/// One file of the release.
struct Content {
  FileEntry entry;
  std::string bytes;
};

Result<std::map<FileRole, std::string>> names_of(const std::vector<std::string>& given_names) {
  std::map<FileRole, std::string> names;
  for (const std::string& given : given_names) {
    const std::size_t equals = given.find('=');
    const auto role = role_from_name(given.substr(0, equals));
    if (equals == std::string::npos || !role) {
      return fail(Code::invalid_argument, "release.name", given + ": not of the form notifier=NAME");
    }
    names[*role] = given.substr(equals + 1);
  }
  return names;
}

Result<Request> request_of(const Options& options) {
  Request request;
  request.issued = TRY(time_option(options.issued, "--issued", system_now()));
  if (!options.expires.empty()) request.expires = TRY(time_option(options.expires, "--expires", {}));
  request.names = TRY(names_of(options.names));
  for (const auto& [role, path] : options.paths) {
    if (!path.empty()) request.files[role] = path;
  }
  return request;
}

/// Lints the catalog with the config. Findings go to standard error.
/// Shape: the exit code of lint.
Result<int> lint_first(const Request& request) {
  const std::string& path = request.files.at(FileRole::catalog);
  const auto config = TRY(read_config_file(request.files.at(FileRole::config)));
  const auto catalog = TRY(in_file(read_file(path, limits::kCatalogBytes), path));
  const LintReport found = lint(catalog, {request.issued, &config, nullptr});
  for (const LintFinding& finding : found.findings) std::cerr << finding_line(finding, path) << '\n';
  return lint_exit_code(found, false);
}

Result<std::vector<std::string>> read_roots(const std::vector<std::string>& paths) {
  std::vector<std::string> roots;
  roots.reserve(paths.size());
  for (const std::string& path : paths) roots.push_back(TRY(read_draft(path)));
  return roots;
}

/// Checks the chain as a client does that has only root 1.
Result<Root> newest_root(const std::vector<std::string_view>& roots) {
  const auto first = TRY(open_first_root(roots.front()));
  if (roots.size() > kMostRoots) return fail(Code::too_large, "release.roots", "64 roots at most", "COUNT");
  return climb_chain(roots, first, first.product);
}

Result<std::vector<Content>> read_contents(const Request& request) {
  std::vector<Content> contents;
  for (const auto& [role, path] : request.files) {  // a map: ascending by role
    auto bytes = TRY(in_file(read_file(path, limits::kPayloadBytes), path));
    const auto given = request.names.find(role);
    std::string name = given != request.names.end() ? given->second : utf8_path(native_path(path).filename());
    FileEntry entry{role, std::move(name), bytes.size(), sha256(bytes)};
    contents.push_back({std::move(entry), std::move(bytes)});
  }
  return contents;
}

std::vector<FileEntry> entries_of(const std::vector<Content>& contents) {
  std::vector<FileEntry> entries;
  entries.reserve(contents.size());
  for (const Content& content : contents) entries.push_back(content.entry);
  return entries;
}

const std::string& bytes_of(const std::vector<Content>& contents, FileRole role) {
  return std::ranges::find_if(contents, [role](const Content& c) { return c.entry.role == role; })->bytes;
}

/// Parses the very bytes that are released, strictly, so that nothing is signed which the grammar refuses.
/// Shape: when the last notice expires; nothing for a catalog without notices.
Result<std::optional<Instant>> last_notice(const std::vector<Content>& contents, const Request& request) {
  TRY(in_file(
      parse_config(AuthorBytes::of(bytes_of(contents, FileRole::config)), brand(), ConfigMode::strict),
      request.files.at(FileRole::config)));
  const auto catalog =
      TRY(in_file(parse_catalog(AuthorBytes::of(bytes_of(contents, FileRole::catalog)), ReadMode::strict),
                  request.files.at(FileRole::catalog)));
  std::optional<Instant> last;
  for (const Message& message : catalog.messages)
    last = std::max(last.value_or(message.expires), message.expires);
  return last;
}

Result<Instant> expiry_of(const Request& request, std::optional<Instant> last, bool force) {
  if (!request.expires && !last)
    return fail(Code::invalid_argument, "release.expires", "no notice: --expires is needed");
  const Instant expires = request.expires ? *request.expires : *last + kGrace;
  if (expires <= request.issued)
    return fail(Code::invalid_argument, "release.expires", "not after --issued", "DATES");
  if (last && expires < *last && !force) {
    return fail(Code::invalid_argument, "release.expires",
                "before the last notice's " + format_instant(*last) + " (--force accepts it)");
  }
  return expires;
}

Result<std::string> payload_of(const std::vector<std::string_view>& roots, const ReleaseDraft& release,
                               const std::vector<Content>& contents) {
  const std::string scf = write_scf(roots, write_envelope(write_release(release), {}));
  if (scf.size() > limits::kScfBytes)
    return fail(Code::too_large, "release.scf", "scf.dat above 64 KiB", "SIZE");
  std::string blobs;
  for (const Content& content : contents) blobs += content.bytes;
  std::string payload = write_payload(scf, blobs);
  if (payload.size() > limits::kPayloadBytes)
    return fail(Code::too_large, "release.payload", "above 64 MiB", "SIZE");
  return payload;
}

/// Writes the draft. Errors: those of the chain, the files and the grammar; invalid_argument for dates and
/// serial.
Result<ReleaseDraft> draft(const Request& request, const Options& options) {
  const auto owned = TRY(read_roots(options.roots));
  const std::vector<std::string_view> roots(owned.begin(), owned.end());
  const auto root = TRY(newest_root(roots));
  const auto contents = TRY(read_contents(request));
  ReleaseDraft release;
  release.files = entries_of(contents);
  TRY(check_files(release.files));
  const auto last = TRY(last_notice(contents, request));
  release.expires = TRY(expiry_of(request, last, options.force));
  if (options.serial < root.floor)
    return fail(Code::invalid_argument, "release.serial", "below the root's floor", "FLOOR");
  release.product = std::string(root.product);
  release.root_version = root.version;
  release.epoch = root.epoch;
  release.serial = options.serial;
  release.issued = request.issued;
  release.platform = options.platform;
  const auto payload = TRY(payload_of(roots, release, contents));
  TRY(write_draft(options.output, payload));
  return release;
}

int run(const Options& options) {
  const auto request = request_of(options);
  if (!request) return report(request.error());
  const auto linted = lint_first(*request);
  if (!linted) return report(linted.error());
  if (*linted != 0) return *linted;
  const auto release = draft(*request, options);
  if (!release) return report(release.error());
  std::cout << options.output << ": release " << release->epoch << '.' << release->serial << " of "
            << release->product << " for " << release->platform << ", expires "
            << format_instant(release->expires) << ", unsigned\n";
  return 0;
}

}  // namespace

void add_release_command(CommandLine app) {
  auto options = std::make_shared<Options>();
  CommandLine command = app.command("release", "Draft a release: chain of roots, files, dates");
  command.option("--root", options->roots, "Signed root envelopes, all from version 1 on").required();
  command.option("--serial", options->serial, "Higher than every release of this epoch before").required();
  command.option("--issued", options->issued, "Default: now");
  command.option("--expires", options->expires, "Default: the last notice's and 30 days");
  command.option("--platform", options->platform).required().one_of({"linux-x86_64", "windows-x86_64"});
  command.option("--notifier", options->paths[FileRole::notifier], "The gate").required();
  command.option("--config", options->paths[FileRole::config]).required();
  command.option("--catalog", options->paths[FileRole::catalog]).required();
  command.option("--dialog", options->paths[FileRole::dialog]).required();
  command.option("--control", options->paths[FileRole::control]).required();
  command.option("--updater", options->paths[FileRole::updater],
                 "The bare update patch, so that the machine can uninstall");
  command.option("--name", options->names, "ROLE=NAME: a file's name in the set (default: its own)");
  command.flag("--force", options->force, "Accept an expiry before the last notice's");
  command.option("-o", options->output, "The draft to write").required();
  command.run([options] { return run(*options); });
}

}  // namespace tocsin::kit
