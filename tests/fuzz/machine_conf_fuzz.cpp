// machine.conf and secret: what is read and written again says the same.
#include "schema/platform/machine_conf.h"

#include "tests/fuzz/fuzz.h"

namespace tocsin::fuzz {
namespace {

void run_secret(std::string_view input) {
  const auto secret = parse_machine_secret(input);
  if (!secret) return;
  expect(secret->size() == kMachineSecretBytes, "a secret of 32 bytes");
  expect(serialise_machine_secret(*secret) == input, "one spelling");
}

void run(std::string_view input) {
  run_secret(input);
  const auto conf = parse_machine_conf(input);
  if (!conf) {
    expect(conf.error().code == Code::too_large || !conf.error().detail.empty(), "a refusal says why");
    return;
  }
  expect(conf->group.find_first_of("\n= ") == std::string::npos, "a group of one word");
  const std::string written = serialise_machine_conf(*conf);
  const auto again = parse_machine_conf(written);
  expect(again && again->group == conf->group, "written and read alike");
}

const Registered kRegistered("machine_conf", run);

}  // namespace
}  // namespace tocsin::fuzz
