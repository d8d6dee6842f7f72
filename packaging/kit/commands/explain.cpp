// tocsin explain: which notices a machine will see, and why or why not. A facts file describes the machine; a
// folder of them gives one row for each machine and message.
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "notifier/decide/explain/explain.h"
#include "packaging/kit/command_line.h"
#include "packaging/kit/commands.h"
#include "packaging/kit/files/author_files.h"
#include "schema/core/text/text.h"
#include "schema/platform/clock.h"
#include "schema/platform/native_path.h"

namespace tocsin::kit {
namespace {

struct Options {
  std::string catalog, facts, at, locale, id, config;
  bool json = false;
};

/// What is the same for every machine. No decisions are recorded yet.
struct Question {
  Catalog catalog;
  Instant at;
  ShowRules rules;
};

// The limit of notices at one logon applies only if a config is given.
Result<ShowRules> rules_of(const std::string& config_path) {
  ShowRules rules;
  rules.max_notices = std::numeric_limits<std::uint32_t>::max();
  if (config_path.empty()) return rules;
  rules.max_notices = TRY(read_config_file(config_path)).max_notices_per_logon;
  return rules;
}

Result<Question> question_of(const Options& options) {
  const auto at = TRY(time_option(options.at, "--at", system_now()));
  const auto rules = TRY(rules_of(options.config));
  auto catalog = TRY(read_catalog_file(options.catalog));
  if (!options.id.empty() && catalog.find(options.id) == nullptr) {
    return fail(Code::not_found, "explain.id", options.id + ": no such message in " + options.catalog);
  }
  return Question{std::move(catalog), at, rules};
}

std::vector<ExplainedMessage> explained(const Question& question, const Machine& machine,
                                        const Options& options) {
  auto messages =
      explain(question.catalog, *machine.facts, question.at, machine.locales, Decisions(), question.rules);
  if (!options.id.empty()) {
    std::erase_if(messages,
                  [&](const ExplainedMessage& message) { return message.message->id != options.id; });
  }
  return messages;
}

void print_machine(const Question& question, const Machine& machine, const Options& options) {
  const auto messages = explained(question, machine, options);
  if (options.json) {
    std::cout << explain_json(messages, question.at, machine.locales);
    return;
  }
  for (const auto& message : messages) std::cout << explain_text(message);
}

std::string row_json(const Machine& machine, const ExplainedMessage& message) {
  nlohmann::ordered_json row;
  row["machine"] = machine.name;
  row["id"] = message.message->id;
  row["revision"] = message.message->revision;
  row["due"] = message.due();
  row["reason"] = reason_name(message.reason);
  row["language"] = message.language;
  return row.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

/// One row for each machine and message, printed as soon as it is decided: tab-separated text with a heading,
/// or a JSON list of objects, indented as dump(2) would indent the whole list.
class Table {
 public:
  explicit Table(bool json) : json_(json) {
    std::cout << (json_ ? "[" : "machine\tmessage\trevision\treason\tlanguage\n");
  }

  void print(const Machine& machine, const ExplainedMessage& message) {
    if (json_) return print_json(row_json(machine, message));
    std::cout << sanitised(machine.name, 80) << '\t' << message.message->id << '\t'
              << message.message->revision << '\t' << reason_name(message.reason) << '\t' << message.language
              << '\n';
  }
  void finish() {
    if (json_) std::cout << (is_empty_ ? "]\n" : "\n]\n");
  }

 private:
  // JSON escapes line feeds in texts, so each line feed of the row ends a line.
  void print_json(std::string_view row) {
    std::cout << (is_empty_ ? "\n" : ",\n");
    is_empty_ = false;
    for (std::size_t end = row.find('\n'); end != std::string_view::npos; end = row.find('\n')) {
      std::cout << "  " << row.substr(0, end + 1);
      row.remove_prefix(end + 1);
    }
    std::cout << "  " << row;
  }

  bool json_;
  bool is_empty_ = true;
};

// Reads every file before the first row is printed, so that a program that reads the rows gets all or none.
// The files are read a second time for the rows, because a thousand machines and their rows would not fit in
// memory.
Result<void> print_folder(const Question& question, const Options& options) {
  const auto files = TRY(machine_files(options.facts));
  for (const std::string& file : files) TRY(read_machine(file, options.locale));
  Table table(options.json);
  for (const std::string& file : files) {
    const auto machine = TRY(read_machine(file, options.locale));
    for (const auto& message : explained(question, machine, options)) table.print(machine, message);
  }
  table.finish();
  return {};
}

int run(const Options& options) {
  const auto question = question_of(options);
  if (!question) return report(question.error());
  if (std::error_code ignored; std::filesystem::is_directory(native_path(options.facts), ignored)) {
    const auto printed = print_folder(*question, options);
    return printed ? 0 : report(printed.error());
  }
  const auto machine = read_machine(options.facts, options.locale);
  if (!machine) return report(machine.error());
  print_machine(*question, *machine, options);
  return 0;
}

}  // namespace

void add_explain_command(CommandLine app) {
  auto options = std::make_shared<Options>();
  CommandLine command = app.command("explain", "Tell which notices a machine will see, and why or why not");
  command.option("CATALOG", options->catalog, "The catalog, read strictly").required();
  command
      .option("--facts", options->facts,
              "A facts file, or a folder of them: then one row a machine and message")
      .required();
  command.option("--at", options->at, "The time to decide for, as 2026-11-22T00:00:00Z (default: now)");
  command.option("--locale", options->locale, "The reader's languages in order, instead of the facts file's");
  command.option("--id", options->id, "This message only");
  command.option("--config", options->config, "A messenger.config whose MaxNoticesPerLogon is to be applied");
  command.flag("--json", options->json, "Print JSON (schema tocsin.explain/1)");
  command.run([options] { return run(*options); });
}

}  // namespace tocsin::kit
