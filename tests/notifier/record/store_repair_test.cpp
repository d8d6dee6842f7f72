// Damage: the file is set aside, what can be read is kept, no decision is ever invented.
#include <doctest/doctest.h>

#include <filesystem>
#include <random>

#include "notifier/record/state_reader.h"
#include "notifier/record/store.h"
#include "tests/notifier/record/sample_rows.h"
#include "tests/notifier/record/scratch_folder.h"

using namespace tocsin;
using namespace tocsin::tests;

namespace {

constexpr std::size_t kPage = 4096;

std::string sample_file() {
  ScratchFolder scratch;
  {
    auto store = Store::open(scratch.db());
    fill(*store);
  }
  return slurp(scratch.db());
}

// Opens a file with these bytes and checks what must hold whatever they are. Returns how many decisions were
// kept, -1: error.
int open_and_check(const std::string& bytes) {
  ScratchFolder scratch;
  spill(scratch.db(), bytes);
  const auto gate = read_gate_state(scratch.db());
  if (gate) CHECK(nothing_invented(gate->decisions));
  CHECK(slurp(scratch.db()) == bytes);  // the gate changes nothing
  auto store = Store::open(scratch.db());
  if (!store) {
    CHECK(store.error().code == Code::io);
    CHECK_FALSE(store.error().detail.empty());
    return -1;
  }
  const auto decisions = store->decisions();
  CHECK(decisions.has_value());
  if (!decisions) return -1;
  CHECK(nothing_invented(*decisions));
  CHECK(store->history().has_value());
  CHECK(store->outbox().has_value());
  CHECK(store->repaired().empty() == (scratch.count("state.db.damaged") == 0));
  CHECK(store->record(acknowledgement("fresh"), history_row("fresh", "acknowledged"), queued("fresh"))
            .has_value());
  return static_cast<int>(decisions->rows().size());
}

}  // namespace

TEST_CASE("truncated at each page, and within one") {
  const std::string whole = sample_file();
  CHECK(whole.size() / kPage >= 6);
  CHECK(open_and_check(whole) == 12);
  for (std::size_t size = 0; size < whole.size(); size += kPage / 2) {
    CAPTURE(size);
    CHECK(open_and_check(whole.substr(0, size)) >= 0);
  }
}

TEST_CASE("a bit flipped anywhere in the header") {
  const std::string whole = sample_file();
  for (std::size_t at = 0; at < 100; ++at) {
    CAPTURE(at);
    std::string bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ 0x40);
    open_and_check(bytes);
  }
}

TEST_CASE("random bits flipped") {
  const std::string whole = sample_file();
  std::mt19937 dice(20261122);
  int kept_all = 0;
  for (int round = 0; round < 150; ++round) {
    CAPTURE(round);
    std::string bytes = whole;
    for (int flips = 1 + static_cast<int>(dice() % 3); flips > 0; --flips) {
      bytes[dice() % bytes.size()] ^= static_cast<char>(1u << dice() % 8);
    }
    kept_all += open_and_check(bytes) == 12 ? 1 : 0;
  }
  CHECK(kept_all >
        75);  // most bits are free space or other tables: salvage must not be a pretext for losing everything
}

TEST_CASE("a bit flipped in a decision's own value is found by its checksum") {
  const std::string whole = sample_file();
  // "message-7" to "message-5" within the table: a sound database for SQLite.
  std::string bytes = whole;
  int changed = 0;
  for (auto at = bytes.find("message-7\x01"
                            "acknowledged");
       at != std::string::npos; at = bytes.find("message-7\x01"
                                                "acknowledged",
                                                at + 1)) {
    bytes[at + 8] = '5';
    ++changed;
  }
  if (changed == 0) {
    // Revision 1 is stored in no byte at all, so that the kind follows the id.
    for (auto at = bytes.find("message-7acknowledged"); at != std::string::npos;
         at = bytes.find("message-7acknowledged", at + 1)) {
      bytes[at + 8] = '5';
      ++changed;
    }
  }
  CHECK(changed > 0);
  CHECK(open_and_check(bytes) == 11);
}

TEST_CASE("what is no database is set aside whole") {
  struct Row {
    std::string_view name;
    std::string bytes;
  };
  const Row rows[] = {{"text", "hello\n"},
                      {"a page of noise", std::string(kPage, '\xa5')},
                      {"zeros", std::string(kPage * 3, '\0')},
                      {"magic alone", std::string("SQLite format 3\0", 16)}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    ScratchFolder scratch;
    spill(scratch.db(), row.bytes);
    auto store = Store::open(scratch.db());
    CHECK(store.has_value());
    if (!store) continue;
    CHECK_FALSE(store->repaired().empty());
    CHECK(store->decisions()->rows().empty());
    int same_bytes = 0;
    for (const auto& entry : std::filesystem::directory_iterator(scratch.file(""))) {
      same_bytes += slurp(entry.path().string()) == row.bytes ? 1 : 0;
    }
    CHECK(same_bytes == 1);
  }
}

TEST_CASE("twice damaged within a second: both files are kept") {
  ScratchFolder scratch;
  for (const char* text : {"one", "two", "three"}) {
    spill(scratch.db(), text);
    CHECK(Store::open(scratch.db()).has_value());
  }
  CHECK(scratch.count("state.db.damaged") == 3);
}

TEST_CASE("a page of one table lost: the other tables' rows are kept") {
  std::string bytes = sample_file();
  // The outbox is the only table whose rows hold runs of 'b': wreck its leaf pages.
  int wrecked = 0;
  for (std::size_t page = 1; page < bytes.size() / kPage; ++page) {
    if (bytes.substr(page * kPage, kPage).find(std::string(100, 'b')) == std::string::npos) continue;
    bytes.replace(page * kPage, 64, std::string(64, '\xff'));
    ++wrecked;
  }
  CHECK(wrecked > 0);
  ScratchFolder scratch;
  spill(scratch.db(), bytes);
  auto store = Store::open(scratch.db());
  REQUIRE(store.has_value());
  CHECK_FALSE(store->repaired().empty());
  CHECK(store->decisions()->rows().size() == 12);
  CHECK(store->history()->size() == 12);
  CHECK(store->outbox()->size() < 12);
}

TEST_CASE("a repair cut off at each of its renames is finished by the next open") {
  const std::string whole = sample_file();
  struct Row {
    std::string_view name;
    std::string damaged_at;
    std::string rebuilt_at;
    std::size_t kept;
  };
  const Row rows[] = {
      {"rebuilt beside, nothing moved", "state.db", "state.db.rebuilding", 0},
      {"damaged one moved away", "state.db.damaged-20261122T000000Z", "state.db.rebuilding", 12},
      {"both moved", "state.db.damaged-20261122T000000Z", "state.db", 12},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    ScratchFolder scratch;
    spill(scratch.file(row.damaged_at), "damaged");
    spill(scratch.file(row.rebuilt_at), whole);
    auto store = Store::open(scratch.db());
    CHECK(store.has_value());
    if (!store) continue;
    CHECK(store->decisions()->rows().size() == row.kept);
    CHECK(scratch.count("state.db.rebuilding") == 0);
    CHECK(scratch.count("state.db.damaged") == 1);
  }
}

TEST_CASE("a foreign journal beside a damaged file does not reach the rebuilt one") {
  ScratchFolder scratch;
  spill(scratch.db(), "damaged");
  spill(scratch.db() + "-journal", std::string(2048, '\x7f'));
  auto store = Store::open(scratch.db());
  REQUIRE(store.has_value());
  CHECK(store->decisions()->rows().empty());
  CHECK(store->record(acknowledgement("a"), history_row("a", "acknowledged"), {}).has_value());
  CHECK(Store::open(scratch.db())->decisions()->rows().size() == 1);
}
