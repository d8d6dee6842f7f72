// `messengerctl`: the notices and their state in a terminal, and the one sender of receipts. Which command
// does what, for whom, and what policy Disable ends.
#include <array>
#include <cstdio>

#include "notifier/control/commands.h"
#include "notifier/control/license_texts.h"
#include "notifier/control/output.h"
#include "schema/platform/program_start.h"
#include "schema/trust/digest.h"

namespace tocsin::control {
namespace {

Result<int> licenses_command(const Context& /*context*/) {
  for (const LicenseText& license : license_texts())
    print("==== " + std::string(license.name) + "\n\n" + std::string(license.text) + "\n");
  return 0;
}

enum class For : std::uint8_t { user, anyone };           // user: refused to root, SYSTEM and services
enum class WhenDisabled : std::uint8_t { rests, works };  // works: reports by itself what the policy leaves

struct Row {
  Command command;
  For who;
  WhenDisabled disabled;
  Result<int> (*run)(const Context&);
};

constexpr std::array kRows = {
    Row{Command::list, For::user, WhenDisabled::rests, list_command},
    Row{Command::show, For::user, WhenDisabled::rests, show_command},
    Row{Command::history, For::user, WhenDisabled::rests, history_command},
    Row{Command::explain, For::user, WhenDisabled::rests, explain_command},
    Row{Command::receipts, For::user, WhenDisabled::rests, receipts_command},
    Row{Command::receipts_test, For::user, WhenDisabled::rests, receipts_test_command},
    Row{Command::receipts_export, For::user, WhenDisabled::rests, receipts_export_command},
    Row{Command::status, For::anyone, WhenDisabled::works, status_command},
    Row{Command::facts, For::anyone, WhenDisabled::rests, facts_command},
    Row{Command::verify, For::anyone, WhenDisabled::works, verify_command},
    Row{Command::send, For::user, WhenDisabled::rests, send_command},
    Row{Command::licenses, For::anyone, WhenDisabled::works, licenses_command},
};

std::string disabling_source(const Policy& policy) {
  for (const auto& value : policy.values) {
    if (value.name == "Disable" && value.ignored.empty()) return value.source;
  }
  return {};
}

Result<int> run(const Row& row, const Context& context) {
  const bool is_about_machine = row.command == Command::list && context.line.machine;
  if (row.who == For::user && context.privileged && !is_about_machine)
    return fail(Code::denied, "control.start", "not for root, SYSTEM or a service");
  if (row.disabled == WhenDisabled::rests && context.policy.disable) {
    complain("switched off by policy: Disable (" + disabling_source(context.policy) + ")");
    return 0;
  }
  return row.run(context);
}

/// Commands of the user are refused to root (6). With policy Disable nothing that reads notices or state runs
/// (0). An error is reported here, once.
int run_command(const CommandLine& line) {
  const Context context = make_context(line);
  for (const Row& row : kRows) {
    if (row.command != line.command) continue;
    const auto code = run(row, context);
    return code ? *code : failed(code.error());
  }
  return exit_code(Code::internal);
}

int end_early(const EarlyEnd& end) {
  print(end.output);
  std::fwrite(end.error.data(), 1, end.error.size(), stderr);
  return end.exit_code;
}

int start(std::span<const char* const> all) {
  const auto parsed = parse_command_line(all.empty() ? all : all.subspan(1), brand());
  if (const auto* end = std::get_if<EarlyEnd>(&parsed)) return end_early(*end);
  if (const auto crypto = init_crypto(); !crypto) return failed(crypto.error());
  return run_command(std::get<CommandLine>(parsed));
}

}  // namespace
}  // namespace tocsin::control

int main(int count, char** words) {
  return tocsin::control::start(tocsin::start_program(count, words));
}
