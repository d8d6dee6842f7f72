// Every byte of a small record wrong in turn: nothing crashes, nothing is invented, in doubt a notice is
// shown again, and no more is lost than what lay around the damage.
#include <doctest/doctest.h>

#include <cstdlib>
#include <set>

#include "notifier/record/state_reader.h"
#include "notifier/record/store.h"
#include "tests/notifier/record/sample_rows.h"
#include "tests/notifier/record/scratch_folder.h"

using namespace tocsin;
using namespace tocsin::tests;

namespace {

constexpr std::size_t kPage = 4096;
constexpr std::size_t kRows = 3;

// TOCSIN_EVERY=N takes every N-th byte that means something: 1 with tests/run.sh --full.
std::size_t stride() {
  const char* every = std::getenv("TOCSIN_EVERY");
  return every == nullptr ? 37 : std::strtoul(every, nullptr, 10);
}

std::string small_file() {
  ScratchFolder scratch;
  {
    auto store = Store::open(scratch.db());
    fill(*store, kRows);
  }
  return slurp(scratch.db());
}

/// The header, and all that is no free room; of the room a byte here and there.
std::vector<std::size_t> places(const std::string& whole) {
  std::vector<std::size_t> found;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    if (at < 100 || whole[at] != '\0' || at % 256 == 0) found.push_back(at);
  }
  return found;
}

struct Kept {
  std::size_t decisions = 0, history = 0, outbox = 0;
  [[nodiscard]] int tables_with_losses() const {
    return (decisions < kRows ? 1 : 0) + (history < kRows ? 1 : 0) + (outbox < kRows ? 1 : 0);
  }
};

/// A decision that is not read back whole is shown again; none is changed into another one.
void check_decisions(const Decisions& decisions) {
  CHECK(nothing_invented(decisions));
  CHECK(decisions.rows().size() <= kRows);
}

Kept kept_by(Store& store) {
  const auto decisions = store.decisions();
  const auto history = store.history();
  const auto outbox = store.outbox();
  CHECK((decisions && history && outbox));
  if (!decisions || !history || !outbox) return {};
  check_decisions(*decisions);
  return {decisions->rows().size(), history->size(), outbox->size()};
}

/// The version says what made the file: one that this program does not know is left alone, and said.
bool is_of_the_version(std::size_t at) {
  return at >= 60 && at < 64;
}

void check_at(const std::string& whole, std::size_t at, unsigned char mask, std::set<std::string>& refused) {
  ScratchFolder scratch;
  std::string bytes = whole;
  bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ mask);
  spill(scratch.db(), bytes);
  if (const auto gate = read_gate_state(scratch.db())) check_decisions(gate->decisions);
  auto store = Store::open(scratch.db());
  if (!store) {
    CHECK(is_of_the_version(at));
    CHECK(store.error().code == Code::io);
    refused.insert(store.error().detail);
    CHECK(slurp(scratch.db()) == bytes);
    return;
  }
  const Kept kept = kept_by(*store);
  if (at >= kPage) CHECK(kept.tables_with_losses() <= 1);
  if (store->repaired().empty()) CHECK(kept.decisions == kRows);
  CHECK(store->repaired().empty() == (scratch.count("state.db.damaged") == 0));
  CHECK(store->record(acknowledgement("fresh"), history_row("fresh", "acknowledged"), queued("fresh"))
            .has_value());
}

}  // namespace

TEST_CASE("every byte flipped in turn") {
  const std::string whole = small_file();
  const auto all = places(whole);
  CHECK(all.size() > 2'000);
  std::set<std::string> refused;
  std::size_t looked = 0;
  for (std::size_t n = 0; n < all.size(); n += all[n] < 100 ? 1 : stride(), ++looked) {
    CAPTURE(all[n]);
    for (const unsigned char mask : {0x01, 0x80, 0xff}) check_at(whole, all[n], mask, refused);
  }
  MESSAGE("bytes: ", looked, " of ", all.size());
  CHECK(refused.size() >= 1);
}
