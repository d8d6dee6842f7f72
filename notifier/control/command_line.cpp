// The grammar of messengerctl's command line, as CLI11 reads it.
#include "notifier/control/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <sstream>
#include <vector>

namespace tocsin::control {
namespace {

CLI::App* command(CLI::App& parent, CommandLine& into, Command which, const char* name, const char* what) {
  CLI::App* sub = parent.add_subcommand(name, what);
  sub->fallthrough();
  sub->final_callback([&into, which] { into.command = which; });
  return sub;
}

void add_json(CLI::App& sub, CommandLine& into) {
  sub.add_flag("--json", into.json, "Print JSON");
}

// CLI11 runs the parent's callback after the child's, so the parent's decides which command it is.
void add_receipts(CLI::App& app, CommandLine& into) {
  CLI::App* receipts = app.add_subcommand("receipts", "Show the receipts that wait to be sent");
  receipts->fallthrough();
  add_json(*receipts, into);
  receipts->require_subcommand(0, 1);
  CLI::App* test =
      receipts->add_subcommand("test", "Send one receipt of the outcome `test` and say what happened");
  CLI::App* exported =
      receipts->add_subcommand("export", "Print the queued receipts as they would be sent, one a line");
  test->fallthrough();
  exported->fallthrough();
  receipts->final_callback([&into, test, exported] {
    into.command = test->parsed()       ? Command::receipts_test
                   : exported->parsed() ? Command::receipts_export
                                        : Command::receipts;
  });
}

void add_commands(CLI::App& app, CommandLine& into) {
  CLI::App* list = command(app, into, Command::list, "list", "List the notices that concern you");
  list->add_flag("--all", into.all, "Those that do not concern you, too");
  list->add_flag(
      "--machine", into.machine,
      "What concerns this machine, whoever reads it: acknowledged by one of its administrators, or "
      "open; exit 20 while a critical notice is open");
  add_json(*list, into);
  list->add_flag("--summary", into.summary,
                 "One line if notices are due, else nothing: for the terminal hook");
  CLI::App* show = command(app, into, Command::show, "show", "Read the notices that are due, and decide");
  show->add_option("ID", into.id, "This notice only, also one that is past");
  show->add_flag("--plain", into.plain, "No drawing: for screen readers and simple terminals");
  CLI::App* explain =
      command(app, into, Command::explain, "explain", "Say why a notice is shown here or not");
  explain->add_option("ID", into.id, "The notice; all of them when left out");
  add_json(*explain, into);
  add_json(*command(app, into, Command::history, "history",
                    "List what was ever shown to you here, and what became of it"),
           into);
  add_receipts(app, into);
  add_json(*command(app, into, Command::status, "status",
                    "Say what is installed, whether it is sound, and what is in force"),
           into);
  add_json(
      *command(app, into, Command::facts, "facts", "Print what was found on this machine as a facts file"),
      into);
  add_json(*command(app, into, Command::verify, "verify", "Prove every installed file"), into);
  command(app, into, Command::send, "send", "Send the receipts that are due");
  command(app, into, Command::licenses, "licenses", "Print the licences of what this product is built from");
}

EarlyEnd early_end(const CLI::App& app, const CLI::ParseError& error) {
  std::ostringstream output;
  std::ostringstream complaint;
  const int code = app.exit(error, output, complaint);
  return {output.str(), complaint.str(), code == 0 ? 0 : 2};
}

std::vector<std::string> reversed(std::span<const char* const> words) {
  std::vector<std::string> out(words.begin(), words.end());
  std::reverse(out.begin(), out.end());  // CLI11 takes a vector from its end
  return out;
}

}  // namespace

std::string version_text(const Brand& brand) {
  return std::string(brand.control_link) + " " TOCSIN_VERSION "\n" TOCSIN_LIBRARIES "\n" +
         (brand.test_keys ? "TEST KEYS: this build trusts published keys\n" : "");
}

std::variant<CommandLine, EarlyEnd> parse_command_line(std::span<const char* const> words,
                                                       const Brand& brand) {
  CommandLine line;
  CLI::App app("Notices of " + std::string(brand.vendor) + " on this machine",
               std::string(brand.control_link));
  app.require_subcommand(1);
  app.add_option("--root", line.root, "Take machine state, policy and facts below DIR")->type_name("DIR");
  app.set_version_flag("--version", version_text(brand));
  app.footer(
      "Exit: 0 done, 2 command line, 3 not found, 4 malformed, 5 refused, 6 not allowed,\n"
      "      7 another sender is at it, 8 not now, 9 failed, 20 a critical notice is unacknowledged");
  add_commands(app, line);
  try {
    app.parse(reversed(words));
  } catch (const CLI::ParseError& error) {
    return early_end(app, error);
  }
  return line;
}

}  // namespace tocsin::control
