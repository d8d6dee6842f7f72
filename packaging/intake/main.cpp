// tocsin-intake, the vendor's receiver of receipts.
#include <CLI/CLI.hpp>
#include <exception>
#include <functional>
#include <iostream>

#include "packaging/intake/commands.h"
#include "packaging/intake/postgres.h"
#include "schema/platform/program_start.h"
#include "schema/trust/digest.h"

namespace tocsin::intake {
namespace {

/// Everything that a command line can say.
struct Arguments {
  std::string settings = "/etc/tocsin-intake.conf";
  std::string notice, html;
  std::uint64_t expected = 0;
  unsigned days = 0;
  bool is_early = false;
  InitOptions init;
  OpenOptions open;
};

using Work = std::function<Result<void>(const Settings&)>;

Result<void> close(const Settings& settings, const Arguments& arguments) {
  if (arguments.days > 0) return drop_unopened(settings, arguments.days);
  const auto notice = TRY(parse_notice(arguments.notice));
  return close_notice(settings, notice, arguments.is_early);
}

Result<void> forget(const Settings& settings, const Arguments& arguments) {
  const auto notice = TRY(parse_notice(arguments.notice));
  return forget_notice(settings, notice, arguments.is_early);
}

void describe(CLI::App& app, Arguments& arguments, Work& work) {
  app.add_option("--settings", arguments.settings, "The settings (default: /etc/tocsin-intake.conf)");
  app.set_version_flag("--version",
                       "tocsin-intake " TOCSIN_VERSION ", schema version " + std::to_string(kSchemaVersion));
  app.require_subcommand(1);
  const auto command = [&](const char* name, const char* help, Work does) {
    CLI::App* const added = app.add_subcommand(name, help);
    added->callback([&work, does = std::move(does)] { work = does; });
    return added;
  };
  Arguments& a = arguments;
  command("serve", "Take receipts until stopped", serve);
  auto* const init = command("init", "Create or upgrade the schema of each store",
                             [&a](const Settings& s) { return init_stores(s, a.init); });
  init->add_option("--writer", a.init.writer, "Grant this role what `serve` needs");
  init->add_option("--reader", a.init.reader, "Grant this role the views, for Grafana");
  init->add_option("--up-to", a.init.up_to, "Stop at this version");
  auto* const open =
      command("open", "Count the receipts of a notice, and publish clients, locales and epochs",
              [&a](const Settings& s) { return open_notice(s, a.notice, a.open); });
  open->add_option("NOTICE", a.notice, "ID/REVISION");
  open->add_option("--from", a.open.from, "First hour that counts (default: that of the first receipt)");
  open->add_option("--ends", a.open.ends, "When the notice ends; forget and close count from here");
  open->add_option("--client", a.open.clients, "A published version of the client; repeatable")
      ->allow_extra_args(false);
  open->add_option("--locale", a.open.locales, "A language of the catalog; repeatable")
      ->allow_extra_args(false);
  open->add_option("--epoch", a.open.epochs, "An epoch of releases; repeatable")->allow_extra_args(false);
  auto* const close_command = command("close", "Keep the counters of a notice and drop its receipts",
                                      [&a](const Settings& s) { return close(s, a); });
  auto* const closed = close_command->add_option("NOTICE", a.notice, "ID/REVISION");
  auto* const days = close_command->add_option(
      "--unopened-for", a.days, "Instead: drop receipts that have waited this many days for a notice");
  closed->excludes(days);
  close_command->add_flag("--early", a.is_early,
                          "Do it before 400 days after the end; late receipts are lost");
  auto* const forget_command = command("forget", "Blank the pseudonyms in a notice's receipts",
                                       [&a](const Settings& s) { return forget(s, a); });
  forget_command->add_option("NOTICE", a.notice, "ID/REVISION")->required();
  forget_command->add_flag("--early", a.is_early, "Do it before 90 days after the end");
  command("suspects", "List what looks forged", list_suspects);
  auto* const export_command = command("export", "Print receipts, one JSON object a line",
                                       [&a](const Settings& s) { return export_receipts(s, a.notice); });
  export_command->add_option("NOTICE", a.notice, "ID/REVISION (default: all)");
  auto* const report = command("report", "Write the page \"Receipts seen\"",
                               [&a](const Settings& s) { return write_report(s, a.html, a.expected); });
  report->add_option("--html", a.html, "The file to write")->required();
  report->add_option("--expected", a.expected, "How many displays are expected of each notice");
}

int report_failure(const Error& error) {
  std::cerr << "tocsin-intake: " << tocsin::describe(error) << '\n';
  return exit_code(error.code);
}

int run(int argc, const char* const* argv) {
  Arguments arguments;
  Work work;
  CLI::App app("The vendor's receiver of receipts", "tocsin-intake");
  describe(app, arguments, work);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& stop) {
    return app.exit(stop) == 0 ? 0 : exit_code(Code::invalid_argument);
  }
  auto settings = read_settings(arguments.settings);
  if (!settings) return report_failure(settings.error());
  auto done = work(*settings);
  return done ? 0 : report_failure(done.error());
}

}  // namespace
}  // namespace tocsin::intake

namespace {

int run_guarded(int argc, char** argv) {
  if (const auto ready = tocsin::init_crypto(); !ready) return tocsin::intake::report_failure(ready.error());
  try {
    return tocsin::intake::run(argc, argv);
  } catch (const std::exception& stop) {
    return tocsin::intake::report_failure({tocsin::Code::internal, "intake.run", stop.what(), {}, 0, 0});
  }
}

}  // namespace

int main(int argc, char** argv) {
  return tocsin::end_program(run_guarded(argc, argv));
}
