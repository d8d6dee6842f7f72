// Years of logons in one process: real catalogs, evaluation, recorder, store and sender; a scripted receiver;
// a clock that is moved by hand and now and then wrong. Prints a line a month; what was wrong, and exits 1.
// Tests only. Usage: soak STATE_DB ACTIVE_DAYS IDLE_DAYS
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <random>
#include <set>

#include "notifier/acts/live_recorder.h"
#include "notifier/decide/evaluate.h"
#include "notifier/record/state_reader.h"
#include "schema/core/brand.h"
#include "tests/e2e/soak/vendor.h"
#include "tests/notifier/decide/scripted_facts.h"

using namespace tocsin;
using namespace tocsin::soak;

namespace {

constexpr Duration kReleaseRuns{3 * 365 * kDaySeconds};
const std::vector<std::string> kLocales = {"en"};
int faults = 0;
std::size_t most_waiting = 0;

void expect(bool holds, const char* what, int day) {
  if (holds || ++faults > 20) return;
  std::printf("day %d: %s\n", day, what);
}

struct Measure {
  long memory_kib = 0;
  long descriptors = 0;
  std::size_t outbox = 0, decisions = 0;
  std::uintmax_t file_bytes = 0;
};

Measure measure(Store& store, const std::string& path) {
  Measure now;
  long pages = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  now.memory_kib = resident * 4;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd"))
    ++now.descriptors;
  now.outbox = store.outbox().value().size();
  now.decisions = store.decisions().value().rows().size();
  now.file_bytes = std::filesystem::file_size(path);
  return now;
}

/// The user at one machine.
class Life {
 public:
  explicit Life(std::string path) : path_(std::move(path)) {}

  void logon(int day, Instant clock) {
    const Catalog catalog = catalog_of(std::min(day, last_release_day_));
    const Instant issued = issued_on(std::min(day, last_release_day_));
    const auto now = [clock, issued] { return std::max(clock, issued); };
    if (now() >= issued + kReleaseRuns) return;  // proves nothing any more: nothing is read or sent
    const auto gate = read_gate_state(path_);
    expect(gate.has_value() || gate.error().code == Code::not_found, "the gate cannot read the record", day);
    auto opened = Store::open(path_);
    if (!opened) return expect(false, "the record does not open", day);
    Store store = std::move(*opened);
    expect(store.repaired().empty(), "the record was damaged", day);
    read(catalog, store, now, day);
    send(store, now, day);
  }

  /// No release is newer than this day's.
  void retire_vendor(int day) { last_release_day_ = day; }
  [[nodiscard]] const Receiver& receiver() const { return receiver_; }
  [[nodiscard]] int acknowledged() const { return acknowledged_; }
  /// Every act has one.
  [[nodiscard]] std::size_t receipts() const {
    return displayed_.size() + static_cast<std::size_t>(acknowledged_);
  }

 private:
  void read(const Catalog& catalog, Store& store, const std::function<Instant()>& now, int day) {
    ScriptedFacts facts;
    const Decisions before = store.decisions().value();
    LiveRecorder recorder(store, brand(), identity_, config_, policy_,
                          {1, static_cast<std::uint64_t>(day + 1)}, now);
    for (const Message* message : in_order(evaluate(catalog, facts, now(), kLocales, before, {}))) {
      const bool returned = std::ranges::any_of(before.rows(), [&](const Decision& row) {
        return row.kind == Decision::Kind::acknowledged && row.message == message->id &&
               row.revision >= message->revision;
      });
      expect(!returned, "an acknowledged notice came back", day);
      const Act act{message, std::string(message->texts[0].title), "en"};
      expect(recorder.displayed(act).has_value(), "displayed is not recorded", day);
      displayed_.insert(std::string(message->id) + "/" + std::to_string(message->revision));
      const auto choice = dice_() % 4;
      if (choice == 0) continue;  // closed
      const bool acknowledges = choice < 3 || message->severity == Severity::critical;
      const auto done =
          acknowledges ? recorder.acknowledged(act) : recorder.put_off(act, now() + Duration(kDaySeconds));
      expect(done.has_value(), "an act is not recorded", day);
      acknowledged_ += acknowledges ? 1 : 0;
    }
  }

  void send(Store& store, const std::function<Instant()>& now, int day) {
    receiver_.begin(day);
    const auto sent = send_due(store, receiver_, now,
                               [this] { return std::uniform_real_distribution<double>(0, 1)(dice_); });
    expect(sent.has_value(), "the sender failed", day);
    for (const OutboxRow& row : store.outbox().value_or(std::vector<OutboxRow>())) {
      expect(row.next_attempt - now() <= std::chrono::hours(24) || row.state == OutboxRow::State::parked ||
                 clock_was_wrong(day),
             "a receipt waits for longer than a day", day);
    }
  }

  static bool clock_was_wrong(int day) { return day % 29 <= 1 || day % 37 <= 1 || day % 43 <= 1; }

  std::string path_;
  std::optional<ReceiptIdentity> identity_ =
      ReceiptIdentity{"abcdefghijklmnopqrstuvwxyz", "0123456789abcdef"};
  Config config_;
  Policy policy_;
  Receiver receiver_;
  std::mt19937 dice_{20261125};
  std::set<std::string> displayed_;
  int acknowledged_ = 0;
  int last_release_day_ = 1'000'000;
};

/// What the machine's clock says at the second logon of a day: on some days another century.
Instant clock_of(int day, int logon) {
  const Instant right = kFirstDay + Duration(day * kDaySeconds + logon * 30'000);
  if (logon == 1 && day % 29 == 0) return Instant{86'400};  // 1970
  if (logon == 1 && day % 37 == 0) return right + Duration(50 * kDaySeconds);
  if (logon == 1 && day % 43 == 0) return right + Duration(40 * 365 * kDaySeconds);  // decades ahead
  return right;
}

Measure live(Life& life, const std::string& path, int from, int to) {
  Measure last;
  for (int day = from; day < to; ++day) {
    for (const int logon : {0, 1, 2}) life.logon(day, clock_of(day, logon));
    auto store = Store::open(path);
    if (!store) return last;
    last = measure(*store, path);
    most_waiting = std::max(most_waiting, last.outbox);
    expect(last.outbox <= 1'000, "the outbox is larger than it may be", day);
    if (day % 50 == 49) {
      std::printf("day %4d: %6ld KiB, %ld descriptors, %3zu receipts waiting, %4zu decisions, %7ju bytes\n",
                  day + 1, last.memory_kib, last.descriptors, last.outbox, last.decisions, last.file_bytes);
    }
  }
  return last;
}

/// What the slope of each curve may be, per hundred days.
void check_slopes(const Measure& early, const Measure& late, int days, long kib, std::uintmax_t bytes) {
  const int hundreds = std::max(1, days / 100);
  expect(late.descriptors == early.descriptors, "descriptors leak", days);
  expect((late.memory_kib - early.memory_kib) / hundreds <= kib, "memory grows", days);
  expect(late.file_bytes <= early.file_bytes + bytes * static_cast<unsigned>(hundreds), "the record grows",
         days);
}

int run(const std::string& path, int active, int idle) {
  Life life(path);
  live(life, path, 0, 20);  // all that is made once
  const Measure early = live(life, path, 20, 60);
  const Measure late = live(life, path, 60, active);
  check_slopes(early, late, active, 256, 400'000);
  life.retire_vendor(active);
  const Measure still = live(life, path, active, active + 80);
  const Measure end = live(life, path, active + 80, active + idle);
  check_slopes(still, end, idle, 16, 0);
  expect(end.outbox == 0, "receipts are left over", active + idle);
  expect(life.receiver().committed.size() == life.receipts(), "receipts were lost", active + idle);
  expect(most_waiting > 20, "the outages were none", active);
  std::printf(
      "at most %zu receipts waited; %d requests, %zu receipts arrived, %d acknowledgements, %d faults\n",
      most_waiting, life.receiver().requests, life.receiver().committed.size(), life.acknowledged(), faults);
  return faults == 0 && life.acknowledged() > 100 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  return run(argv[1], std::atoi(argv[2]), std::atoi(argv[3]));
}
