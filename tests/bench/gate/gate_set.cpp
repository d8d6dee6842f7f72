// Writes what the gate reads beside its catalog: trust.dat, machine.conf and a state.db with COUNT
// acknowledgements (m0, m1, ...). Usage: gate_set TRUST_DAT MACHINE_CONF STATE_DB COUNT GID
#include <cstdio>
#include <cstdlib>
#include <string>

#include "notifier/record/store.h"
#include "schema/platform/files.h"
#include "schema/platform/machine_conf.h"
#include "schema/trust/trust_state.h"

namespace tocsin {
namespace {

Result<void> write_machine(const std::string& trust_dat, const std::string& machine_conf,
                           const std::string& group) {
  TrustState state;
  state.notices = {{1, 1}, sha256("notices"), to_unix(*parse_instant("2026-01-01T00:00:00Z"))};
  state.programs = state.notices;
  state.roots = {std::string(464, 'r')};
  constexpr unsigned kReadable = 0644;
  return replace_file(trust_dat, serialise_trust_state(state), kReadable).and_then([&] {
    return replace_file(machine_conf, serialise_machine_conf({group}), kReadable);
  });
}

Result<void> write_state(const std::string& path, int count) {
  auto store = Store::open(path);
  if (!store) return Failure(store.error());
  for (int i = 0; i < count; ++i) {
    Decision decision;
    decision.message = "m" + std::to_string(i);
    decision.when = *parse_instant("2026-02-01T00:00:00Z");
    decision.release = {1, 1};
    const HistoryRow row{decision.message, 1, "acknowledged", decision.when, decision.release, "Title", "en"};
    if (const auto done = store->record(decision, row, std::nullopt); !done) return done;
  }
  return {};
}

int run(char** words) {
  constexpr int kDecimal = 10;
  const auto done = write_machine(words[1], words[2], words[5]).and_then([&] {
    return write_state(words[3], static_cast<int>(std::strtol(words[4], nullptr, kDecimal)));
  });
  if (done) return 0;
  std::fprintf(stderr, "%s\n", describe(done.error()).c_str());
  return 1;
}

}  // namespace
}  // namespace tocsin

int main(int count, char** words) {
  constexpr int kWords = 6;
  return count == kWords ? tocsin::run(words) : 2;
}
