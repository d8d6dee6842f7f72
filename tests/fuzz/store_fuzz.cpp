// state.db as any bytes: the gate's reader and the store never crash on it; an opened store keeps what it is
// told, and no decision is read that no seal vouches for.
#include "notifier/record/store.h"

#include <set>

#include "notifier/record/decision_row.h"
#include "notifier/record/state_reader.h"
#include "tests/fuzz/fuzz.h"
#include "tests/notifier/record/sample_rows.h"
#include "tests/notifier/record/scratch_folder.h"

namespace tocsin::fuzz {
namespace {

/// The file is anew at every input; the folder is one a process.
const tests::ScratchFolder& folder() {
  static const tests::ScratchFolder kFolder;
  return kFolder;
}

void clean() {
  for (const auto& entry : std::filesystem::directory_iterator(folder().file(""))) {
    std::filesystem::remove(entry.path());
  }
}

bool knows(const Decisions& decisions, std::string_view message) {
  return decisions.find(message, Decision::Kind::acknowledged) != nullptr;
}

/// What is read bears its own seal, and that seal stands in the file.
void check_seals(const Decisions& decisions) {
  std::set<std::int64_t> seals;
  auto file = Database::open(folder().db(), Database::Mode::read_only, 0);
  expect(file && file->each("SELECT seal FROM decisions",
                            [&](const Statement& row) { seals.insert(row.integer(0)); }),
         "the file can be read");
  for (const Decision& row : decisions.rows()) {
    expect(seals.contains(decision_seal(row)), "no decision is read that no seal vouches for");
  }
}

/// A reader that wrote nothing itself and says more than the store would is one that hides notices.
void check_gate(const Result<GateState>& gate, const Decisions& decisions) {
  if (!gate) return;
  for (const Decision& row : gate->decisions.rows()) {
    const Decision* same = decisions.find(row.message, row.kind);
    expect(same != nullptr && same->revision == row.revision,
           "the gate knows no decision that the store does not");
  }
}

void use(Store& store) {
  const std::string message = "fuzz-message";
  const bool is_new = !knows(store.decisions().value_or(Decisions()), message);
  const auto recorded =
      store.record(tests::acknowledgement(message, 4294967295u), tests::history_row(message, "acknowledged"),
                   tests::queued("fuzz-receipt"));
  if (recorded) expect(knows(store.decisions().value(), message), "what was recorded is there");
  if (recorded && is_new) {
    Store again = std::move(Store::open(folder().db()).value());
    expect(knows(again.decisions().value(), message), "and stays there");
  }
  static_cast<void>(store.history());
  static_cast<void>(store.postponed("fuzz-receipt", instant_at(1'700'000'100), true, "HTTP 400"));
  static_cast<void>(store.expire(instant_at(1'800'000'000)));
  static_cast<void>(store.outbox());
}

void run(std::string_view input) {
  clean();
  tests::spill(folder().db(), std::string(input));
  const auto gate = read_gate_state(folder().db());
  auto store = Store::open(folder().db());
  if (!store) {
    expect(!store.error().detail.empty(), "a refusal says why");
    return;
  }
  const auto decisions = store->decisions();
  if (!decisions) return;
  check_gate(gate, *decisions);
  check_seals(*decisions);
  if (!store->repaired().empty()) {
    expect(folder().count("state.db.damaged-") == 1, "what was damaged is set aside, not thrown away");
  }
  use(*store);
}

const Registered kRegistered("store", run);

}  // namespace
}  // namespace tocsin::fuzz
