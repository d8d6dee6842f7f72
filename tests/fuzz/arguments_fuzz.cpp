// Command lines of the programs that read theirs by themselves: never a crash, a refusal is of the command
// line. Input: an argument a line.
#include "notifier/gate/arguments.h"
#include "tests/fuzz/fuzz.h"
#include "updater/arguments.h"

namespace tocsin::fuzz {

using namespace gate;
using namespace updater;
namespace {

void run(std::string_view input) {
  const auto lines = lines_of(input);
  std::vector<const char*> words;
  for (const std::string& line : lines) words.push_back(line.c_str());
  const auto updater = parse_arguments(words);
  if (!updater) expect(updater.error().code == Code::invalid_argument, "refused as a command line");
  if (updater) {
    expect(!updater->purge || updater->command == Command::uninstall, "purge is uninstall's");
    expect(updater->payload.size() <= 4096 && updater->root.size() <= 4096, "bounded");
  }
  const auto gate = parse_gate_arguments(words);
  if (!gate) expect(gate.error().code == Code::invalid_argument, "refused as a command line");
}

const Registered kRegistered("arguments", run);

}  // namespace
}  // namespace tocsin::fuzz
