// `messenger`, the gate: started at every logon. It decides in about half a millisecond whether there is
// anything to do, and becomes the program that does it. It verifies nothing and shows nothing.
#include <cstdio>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "notifier/gate/arguments.h"
#include "notifier/gate/decide.h"
#include "notifier/gate/live_inputs.h"
#include "notifier/platform/session.h"
#include "schema/core/brand.h"
#include "schema/platform/log.h"
#include "schema/platform/program_start.h"

namespace tocsin::gate {
namespace {

int say(std::FILE* where, const std::string& text, int exit) {
  std::fwrite(text.data(), 1, text.size(), where);
  return exit;
}

std::string usage() {
  return "Usage: " + std::string(brand().gate_file) +
         " [--root DIR] [--scheduled] [--help] [--version]\n"
         "Starts the window when a notice is due, or the sender when a receipt is; otherwise leaves at "
         "once.\n"
         "  --root DIR   take machine state, policy and facts below DIR\n"
         "  --scheduled  this is not a logon (policy LogonOnly then leaves at once)\n"
         "Exit: 0 nothing to do, 2 command line, 3 a program of the set is missing, 6 not allowed, 9 "
         "failed;\n"
         "      else that of the program it becomes\n";
}

std::string version() {
  return std::string(brand().gate_file) + " " TOCSIN_VERSION " (" TOCSIN_LIBRARIES ")\n";
}

int failed(const Error& error) {
  log_error(Event::note, error);
  return exit_code(error.code);
}

/// Returns only if the other program could not be started, or, on Windows, once it was.
int become_or_fail(std::string_view program, std::vector<std::string> arguments, const std::string& root,
                   bool hidden) {
  if (!root.empty()) {
    arguments.insert(arguments.begin(), {"--root", root});
  }
  const auto became = own_folder().and_then(
      [&](const std::string& folder) { return become(folder, std::string(program), arguments, hidden); });
  return became ? 0 : failed(became.error());
}

int run(const GateArguments& arguments) {
  LiveInputs inputs(known_places(brand(), arguments.root));
  switch (decide(inputs, arguments.scheduled)) {
    case GateAction::dialog:
      return become_or_fail(brand().dialog_file, {}, inputs.places().root, false);
    case GateAction::sender:
      return become_or_fail(brand().control_file, {"send"}, inputs.places().root, true);
    case GateAction::refuse:
      return failed(
          {.code = Code::denied, .operation = "gate.start", .detail = "not for root, SYSTEM or a service"});
    case GateAction::leave:
      break;
  }
  return 0;
}

int start(std::span<const char* const> all) {
  const auto arguments = parse_gate_arguments(all.empty() ? all : all.subspan(1));
  if (!arguments) {
    return say(stderr, describe(arguments.error()) + "\n" + usage(), exit_code(arguments.error().code));
  }
  if (arguments->help || arguments->version) {
    return say(stdout, arguments->help ? usage() : version(), 0);
  }
  return run(*arguments);
}

}  // namespace
}  // namespace tocsin::gate

int main(int count, char** words) {
  return tocsin::gate::start(tocsin::start_program(count, words));
}
