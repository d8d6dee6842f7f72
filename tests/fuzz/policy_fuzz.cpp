// The policy file, as the machine's, then as the user's behind another: values have the form they promise,
// and a user never sets what is the machine's.
#include <algorithm>

#include "schema/core/text/text.h"
#include "schema/platform/policy_values.h"
#include "tests/fuzz/fuzz.h"

namespace tocsin::fuzz {
namespace {

Policy settled(std::string_view machine, std::string_view user) {
  PolicyReader reader("");
  read_policy_text(machine, PolicyScope::machine, "/etc/p.conf", reader);
  read_policy_text(user, PolicyScope::user, "/home/p.conf", reader);
  return std::move(reader).settle();
}

bool has_force(const Policy& policy, std::string_view name, std::string_view value) {
  return std::ranges::any_of(policy.values, [&](const PolicyValue& found) {
    return found.name == name && found.ignored.empty() && (value.empty() || found.value == value);
  });
}

void check(const Policy& policy) {
  expect(policy.proxy.empty() || is_proxy(policy.proxy), "a proxy without credentials");
  expect(policy.proxy.find('@') == std::string::npos, "really without");
  expect(policy.receipt_relay.empty() || is_relay(policy.receipt_relay), "a relay by https");
  expect(policy.receipt_ca_file.empty() || is_local_file_path(policy.receipt_ca_file), "a local CA file");
  expect(policy.disable == has_force(policy, "Disable", "1"), "Disable is on because a line said so");
  expect(policy.no_receipts == has_force(policy, "NoReceipts", "1"), "NoReceipts likewise");
  expect(policy.minimum_severity == Severity::info || has_force(policy, "MinimumSeverity", {}),
         "severity likewise");
  for (const PolicyValue& found : policy.values) {
    expect(text_fault(found.name).empty() && text_fault(found.value).empty(),
           "what is listed is fit to be shown");
  }
}

void run(std::string_view input) {
  const Policy machine = settled(input, {});
  check(machine);
  const Policy user = settled({}, input);
  check(user);
  expect(user.proxy.empty() && user.receipt_relay.empty() && user.receipt_ca_file.empty(), "not the user's");
  const std::size_t half = input.find("\n\n");
  if (half == std::string_view::npos) return;
  const Policy both = settled(input.substr(0, half), input.substr(half + 2));
  check(both);
  const Policy alone = settled(input.substr(0, half), {});
  expect(both.disable || !alone.disable, "a user cannot take a Disable back");
  expect(both.no_receipts || !alone.no_receipts, "nor NoReceipts");
  expect(both.proxy == alone.proxy && both.receipt_relay == alone.receipt_relay, "nor touch the network");
}

const Registered kRegistered("policy", run);

}  // namespace
}  // namespace tocsin::fuzz
