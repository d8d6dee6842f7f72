// tocsin release: the draft of a release; tocsin sign: one signature more in any draft. Layer: packaging/kit.
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "packaging/kit/command_line.h"
#include "packaging/kit/commands.h"
#include "packaging/kit/files/author_bytes.h"
#include "packaging/kit/files/author_files.h"
#include "packaging/kit/lint/lint.h"
#include "packaging/kit/release/add_signature.h"
#include "packaging/kit/release/draft.h"
#include "packaging/kit/release/option_values.h"
#include "schema/format/limits.h"
#include "schema/platform/clock.h"
#include "schema/platform/durable_file.h"

namespace tocsin {
namespace {

struct ReleaseOptions {
  ReleaseRequest request;
  std::string issued, expires, output;
  std::map<FileRole, std::string> paths;
  std::vector<std::string> names;  // role=NAME
};

struct SignOptions {
  std::string draft, key, passphrase_file, previous;
};

Result<void> set_times(ReleaseOptions& options) {
  const auto issued = time_option(options.issued, "--issued", system_now());
  if (!issued) return Failure(issued.error());
  options.request.issued = *issued;
  if (options.expires.empty()) return {};
  const auto expires = time_option(options.expires, "--expires", {});
  if (!expires) return Failure(expires.error());
  options.request.expires = *expires;
  return {};
}

Result<void> set_names(ReleaseOptions& options) {
  for (const std::string& given : options.names) {
    const std::size_t equals = given.find('=');
    const auto role = role_from_name(given.substr(0, equals));
    if (equals == std::string::npos || !role) {
      return fail(Code::invalid_argument, "release.name", given + ": not of the form notifier=NAME");
    }
    options.request.names[*role] = given.substr(equals + 1);
  }
  return {};
}

void set_files(ReleaseOptions& options) {
  for (const auto& [role, path] : options.paths) {
    if (!path.empty()) options.request.files[role] = path;
  }
}

/// Nothing is put together from a catalog that lint finds an error in. Findings go to standard error.
/// Shape: lint's exit code.
Result<int> lint_first(const ReleaseRequest& request) {
  const std::string& catalog_path = request.files.at(FileRole::catalog);
  const std::string& config_path = request.files.at(FileRole::config);
  auto config_bytes = read_file(config_path, limits::kConfigBytes);
  if (!config_bytes) return Failure(in_file(config_bytes.error(), config_path));
  const auto config = parse_config(AuthorBytes::of(std::move(*config_bytes)), brand(), ConfigMode::strict);
  if (!config) return Failure(in_file(config.error(), config_path));
  const auto catalog = read_file(catalog_path, limits::kCatalogBytes);
  if (!catalog) return Failure(in_file(catalog.error(), catalog_path));
  const LintReport found = lint(*catalog, {request.issued, &*config, nullptr});
  for (const LintFinding& finding : found.findings) std::cerr << finding_line(finding, catalog_path) << '\n';
  return lint_exit_code(found, false);
}

Result<void> complete(ReleaseOptions& options) {
  set_files(options);
  if (auto times = set_times(options); !times) return times;
  return set_names(options);
}

Result<ReleaseResult> draft(const ReleaseOptions& options) {
  auto result = draft_release(options.request);
  if (!result) return result;
  if (const auto written = write_draft(options.output, result->payload); !written)
    return Failure(written.error());
  return result;
}

int run_release(ReleaseOptions& options) {
  if (const auto whole = complete(options); !whole) return report(whole.error());
  const auto linted = lint_first(options.request);
  if (!linted) return report(linted.error());
  if (*linted != 0) return *linted;
  const auto result = draft(options);
  if (!result) return report(result.error());
  const ReleaseDraft& release = result->release;
  std::cout << options.output << ": release " << release.epoch << '.' << release.serial << " of "
            << release.product << " for " << release.platform << ", expires "
            << format_instant(release.expires) << ", unsigned\n";
  return 0;
}

Result<SignedDraft> sign(const SignOptions& options) {
  const auto key = read_signing_key(options.key, options.passphrase_file);
  if (!key) return Failure(key.error());
  const auto draft_bytes = read_draft(options.draft);
  if (!draft_bytes) return Failure(draft_bytes.error());
  std::optional<std::string> previous;
  if (!options.previous.empty()) {
    auto old = read_draft(options.previous);
    if (!old) return Failure(old.error());
    previous = std::move(*old);
  }
  auto result = add_signature(*draft_bytes, *key, previous);
  if (!result) return Failure(in_file(result.error(), options.draft));
  if (const auto written = write_draft(options.draft, result->bytes); !written)
    return Failure(written.error());
  return result;
}

int run_sign(const SignOptions& options) {
  const auto result = sign(options);
  if (!result) return report(result.error());
  std::cout << options.draft << ": signed by " << result->key_id << "; " << result->standing << '\n';
  return 0;
}

void add_release(CommandLine app) {
  auto options = std::make_shared<ReleaseOptions>();
  CommandLine command = app.command("release", "Draft a release: chain of roots, files, dates");
  command.option("--root", options->request.roots, "Signed root envelopes, all from version 1 on").required();
  command.option("--serial", options->request.serial, "Higher than every release of this epoch before")
      .required();
  command.option("--issued", options->issued, "Default: now");
  command.option("--expires", options->expires, "Default: the last notice's and 30 days");
  command.option("--platform", options->request.platform)
      .required()
      .one_of({"linux-x86_64", "windows-x86_64"});
  command.option("--notifier", options->paths[FileRole::notifier], "The gate").required();
  command.option("--config", options->paths[FileRole::config]).required();
  command.option("--catalog", options->paths[FileRole::catalog]).required();
  command.option("--dialog", options->paths[FileRole::dialog]).required();
  command.option("--control", options->paths[FileRole::control]).required();
  command.option("--updater", options->paths[FileRole::updater],
                 "The bare update patch, so that the machine can uninstall");
  command.option("--name", options->names, "ROLE=NAME: a file's name in the set (default: its own)");
  command.flag("--force", options->request.force, "Accept an expiry before the last notice's");
  command.option("-o", options->output, "The draft to write").required();
  command.run([options] { return run_release(*options); });
}

void add_sign(CommandLine app) {
  auto options = std::make_shared<SignOptions>();
  CommandLine command = app.command("sign", "Add one signature to a draft, in place");
  command.option("DRAFT", options->draft, "A root envelope or a release's payload").required();
  command.option("--key", options->key, "Private key, PKCS#8 PEM").required();
  command.option("--passphrase-file", options->passphrase_file, "Its first line decrypts the key");
  command.option("--previous", options->previous,
                 "For a rotated root: the root before it, to know its keys by");
  command.run([options] { return run_sign(*options); });
}

}  // namespace

void add_release_commands(CommandLine app) {
  add_release(app);
  add_sign(app);
}

}  // namespace tocsin
