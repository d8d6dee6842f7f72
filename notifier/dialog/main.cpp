// `messenger-dialog`: shows the due notices and records what the reader decides.
#include <wx/version.h>

#include <cstdio>
#include <exception>
#include <span>
#include <string>

#include "notifier/dialog/run.h"
#include "schema/core/brand.h"
#include "schema/platform/log.h"
#include "schema/platform/program_start.h"

namespace tocsin::dialog {
namespace {

int say(std::FILE* where, const std::string& text, int exit) {
  std::fwrite(text.data(), 1, text.size(), where);
  return exit;
}

std::string usage() {
  return "Usage: " + std::string(brand().dialog_file) +
         " [--root DIR] [--scheduled] [--help] [--version]\n"
         "Shows the notices that are due to this user, and records what is decided.\n"
         "  --root DIR   take machine state, policy and facts below DIR\n"
         "  --scheduled  this is not a logon (policy LogonOnly then leaves at once)\n"
         "Exit: 0 done or nothing to do, 2 command line, 3 a file of the set is missing, 4 malformed, 5 "
         "refused,\n"
         "      6 not allowed, 7 this session has a window already, 8 no display, 9 failed\n";
}

std::string version() {
  return std::string(brand().dialog_file) + " " TOCSIN_VERSION " (wxWidgets " +
         std::to_string(wxMAJOR_VERSION) + "." + std::to_string(wxMINOR_VERSION) + "." +
         std::to_string(wxRELEASE_NUMBER) + ")\n";
}

int start(std::span<const char* const> all) {
  const auto arguments = parse_dialog_arguments(all.empty() ? all : all.subspan(1));
  if (!arguments) {
    return say(stderr, describe(arguments.error()) + "\n" + usage(), exit_code(arguments.error().code));
  }
  if (arguments->help || arguments->version) return say(stdout, arguments->help ? usage() : version(), 0);
  return run_dialog(*arguments);
}

}  // namespace
}  // namespace tocsin::dialog

int main(int count, char** words) {
  try {
    return tocsin::dialog::start(tocsin::start_program(count, words));
  } catch (const std::exception& trouble) {
    tocsin::log_line(tocsin::Event::note, tocsin::Level::error, trouble.what());
    return tocsin::exit_code(tocsin::Code::internal);
  }
}
