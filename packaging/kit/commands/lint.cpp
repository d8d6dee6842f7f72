// tocsin lint: reports the mistakes in a catalog.
#include <iostream>
#include <memory>

#include "packaging/kit/command_line.h"
#include "packaging/kit/commands.h"
#include "packaging/kit/files/author_bytes.h"
#include "packaging/kit/files/author_files.h"
#include "packaging/kit/lint/lint.h"
#include "schema/format/limits.h"
#include "schema/platform/clock.h"
#include "schema/platform/files.h"

namespace tocsin::kit {
namespace {

struct Options {
  std::string catalog, config, base;
  bool strict = false, json = false, rules = false;
};

// A file that cannot be read, for any reason, is reported as not found. A file that is too large counts as
// not of the grammar.
Result<std::string> read_input(const std::string& path, std::size_t cap) {
  auto bytes = read_file(path, cap);
  if (bytes || bytes.error().code == Code::too_large) return bytes;
  Error error = bytes.error();
  error.code = Code::not_found;
  return fail(std::move(error));
}

// Null if the option is not given.
Result<std::unique_ptr<Config>> read_config(const std::string& path) {
  if (path.empty()) return nullptr;
  auto bytes = TRY(read_input(path, limits::kConfigBytes));
  return std::make_unique<Config>(
      TRY(in_file(parse_config(AuthorBytes::of(std::move(bytes)), brand(), ConfigMode::strict), path)));
}

// As the notifiers in the field read it: the shipped catalog may be older than a rule of the grammar. Null if
// the option is not given.
Result<std::unique_ptr<Catalog>> read_base(const std::string& path) {
  if (path.empty()) return nullptr;
  auto bytes = TRY(read_input(path, limits::kCatalogBytes));
  return std::make_unique<Catalog>(
      TRY(in_file(parse_catalog(AuthorBytes::of(std::move(bytes)), ReadMode::client), path)));
}

LintReport too_large(const Error& error) {
  return {{{"too-large", 0, FindingLevel::error, {}, "Beyond the limit of a catalog: " + error.detail}},
          false};
}

void print(const LintReport& found, const Options& options) {
  if (options.json) {
    std::cout << lint_json(found, options.catalog) << '\n';
    return;
  }
  for (const LintFinding& finding : found.findings)
    std::cout << finding_line(finding, options.catalog) << '\n';
}

int print_rules() {
  for (const LintRule& rule : lint_rules()) {
    std::cout << rule.id << (rule.level == FindingLevel::error ? ": error: " : ": warning: ") << rule.meaning
              << '\n';
  }
  return 0;
}

int run(const Options& options) {
  if (options.rules) return print_rules();
  if (options.catalog.empty())
    return report({.code = Code::invalid_argument, .operation = "lint", .detail = "CATALOG is required"});
  const auto config = read_config(options.config);
  if (!config) return report(config.error());
  const auto base = read_base(options.base);
  if (!base) return report(base.error());
  const auto bytes = read_input(options.catalog, limits::kCatalogBytes);
  if (!bytes && bytes.error().code != Code::too_large) return report(bytes.error());
  const LintReport found =
      bytes ? lint(*bytes, {system_now(), config->get(), base->get()}) : too_large(bytes.error());
  print(found, options);
  return lint_exit_code(found, options.strict);
}

}  // namespace

void add_lint_command(CommandLine app) {
  const auto options = std::make_shared<Options>();
  CommandLine command = app.command("lint", "Look for mistakes in a catalog before it is shipped");
  command.option("CATALOG", options->catalog, "The catalog");
  command.option("--config", options->config,
                 "The messenger.config it ships with: its LinkHosts are checked");
  command.option("--base", options->base,
                 "The catalog shipped before: what has changed needs a new revision");
  command.flag("--strict", options->strict, "Exit with 1 for warnings too");
  command.flag("--json", options->json, "Print JSON (schema tocsin.lint/1)");
  command.flag("--rules", options->rules, "List the rules instead: id, severity, meaning");
  command.run([options] { return run(*options); });
}

}  // namespace tocsin::kit
