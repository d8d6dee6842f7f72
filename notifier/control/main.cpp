// `messengerctl`: what the window shows, and its state, in a terminal; and the one sender of receipts. Layer:
// notifier/control.
#include <cstdio>

#include "notifier/control/commands.h"
#include "notifier/control/output.h"
#include "schema/platform/program_start.h"
#include "schema/trust/digest.h"

namespace tocsin {
namespace {

int end_early(const EarlyEnd& end) {
  print(end.output);
  std::fwrite(end.error.data(), 1, end.error.size(), stderr);
  return end.exit_code;
}

int start(std::span<const char* const> all) {
  const auto parsed = parse_command_line(all.empty() ? all : all.subspan(1), brand());
  if (const auto* end = std::get_if<EarlyEnd>(&parsed)) {
    return end_early(*end);
  }
  if (const auto crypto = init_crypto(); !crypto) {
    return failed(crypto.error());
  }
  return run_command(std::get<CommandLine>(parsed));
}

}  // namespace
}  // namespace tocsin

int main(int count, char** words) {
  return tocsin::start(tocsin::start_program(count, words));
}
