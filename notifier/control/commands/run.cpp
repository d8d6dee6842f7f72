// Which command does what, for whom, and what the off switch ends. Layer: notifier/control.
#include <array>

#include "notifier/control/commands.h"
#include "notifier/control/output.h"

namespace tocsin {
namespace {

enum class For : std::uint8_t { user, anyone };           // user: refused to root, SYSTEM and services
enum class WhenDisabled : std::uint8_t { rests, works };  // works: says by itself what the policy leaves

struct Row {
  Command command;
  For who;
  WhenDisabled disabled;
  int (*run)(const Context&);
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
    if (value.name == "Disable" && value.ignored.empty()) {
      return value.source;
    }
  }
  return {};
}

}  // namespace

int run_command(const CommandLine& line) {
  const Context context = make_context(line);
  for (const Row& row : kRows) {
    if (row.command != line.command) {
      continue;
    }
    const bool asks_of_machine = line.command == Command::list && line.machine;  // no user's decisions in it
    if (row.who == For::user && context.privileged && !asks_of_machine) {
      return failed({Code::denied, "control.start", "not for root, SYSTEM or a service", {}, 0, 0});
    }
    if (row.disabled == WhenDisabled::rests && context.policy.disable) {
      complain("switched off by policy: Disable (" + disabling_source(context.policy) + ")");
      return 0;
    }
    return row.run(context);
  }
  return exit_code(Code::internal);
}

}  // namespace tocsin
