// What recording a decision costs, from the click's handler to durable, beside one commit of the same rows
// by bare SQLite in the same kind of file. Usage: record_bench FOLDER ROUNDS     prints a line a round:
// milliseconds of ours, of the bare commit.
#include <sqlite3.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "notifier/acts/live_recorder.h"
#include "notifier/present/presenter.h"
#include "notifier/receipts/identity.h"
#include "packaging/kit/files/author_bytes.h"
#include "schema/core/brand.h"
#include "schema/platform/clock.h"
#include "tests/bench/parse/parse_catalog.h"
#include "tests/bench/parse/parse_machine.h"

namespace tocsin {
namespace {

using Clock = std::chrono::steady_clock;

template <typename T>
T good(Result<T> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "%s\n", describe(result.error()).c_str());
  std::exit(1);
}

double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// SQLite and nothing else: one connection, statements prepared once, the store's own pragmas.
class Bare {
 public:
  explicit Bare(const std::string& path) {
    check(sqlite3_open(path.c_str(), &database_));
    run("PRAGMA synchronous = EXTRA; PRAGMA journal_mode = DELETE; PRAGMA temp_store = MEMORY");
    prepare(decision_, "INSERT INTO decisions VALUES(?1, 1, 'acknowledged', 1, NULL, 1, 1, 1)");
    prepare(history_, "INSERT INTO history VALUES(?1, 1, 'acknowledged', 1, 1, 1, ?2, 'en', NULL)");
    prepare(receipt_, "INSERT INTO outbox VALUES(?1, ?2, ?3, 1, 'acknowledged', 0, 0, 1, 1, 'queued', '')");
  }

  void commit(const std::string& id, const std::string& title, const std::string& body) {
    run("BEGIN IMMEDIATE");
    step(decision_, {&id});
    step(history_, {&id, &title});
    step(receipt_, {&id, &body, &id});
    run("COMMIT");
  }

 private:
  void check(int code) {
    if (code == SQLITE_OK || code == SQLITE_DONE) return;
    std::fprintf(stderr, "bare: %s\n", sqlite3_errmsg(database_));
    std::exit(1);
  }
  void run(const char* sql) { check(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr)); }
  void prepare(sqlite3_stmt*& statement, const char* sql) {
    check(sqlite3_prepare_v2(database_, sql, -1, &statement, nullptr));
  }
  void step(sqlite3_stmt* statement, std::initializer_list<const std::string*> texts) {
    int at = 0;
    for (const auto* text : texts) {
      check(sqlite3_bind_text(statement, ++at, text->data(), static_cast<int>(text->size()), SQLITE_STATIC));
    }
    check(sqlite3_step(statement));
    check(sqlite3_reset(statement));
  }

  sqlite3* database_ = nullptr;
  sqlite3_stmt *decision_ = nullptr, *history_ = nullptr, *receipt_ = nullptr;
};

Presentation presentation(const Catalog& catalog, const Config& config, const ProvenRelease& release) {
  Presentation out{catalog, config, release, brand()};
  for (const Message& message : catalog.messages) out.due.push_back(&message);
  out.locales = {bench::kLocales.begin(), bench::kLocales.end()};
  const Instant now = *parse_instant("2026-12-15T08:00:00Z");
  bench::Machine machine;
  out.explained = explain(catalog, machine, now, out.locales, Decisions(), ShowRules{});
  out.now = [now] { return now; };
  return out;
}

int run(const std::string& folder, std::size_t rounds) {
  const Catalog catalog = good(parse_catalog(AuthorBytes::of(bench::catalog_of(rounds)), ReadMode::client));
  const Config config = default_config(brand());
  const ProvenRelease release;
  const Policy policy;
  Store store = good(Store::open(folder + "/ours.db"));
  { good(Store::open(folder + "/bare.db")); }
  Bare bare(folder + "/bare.db");
  const std::optional<ReceiptIdentity> identity =
      receipt_identity(std::string(32, 's'), "0123456789abcdef0123456789abcdef", "1000");
  LiveRecorder recorder(store, brand(), identity, config, policy, {1, 1}, system_now);
  Logged logged(recorder);
  Presenter presenter(presentation(catalog, config, release), logged);
  const auto ours = [&](std::size_t i) {
    const auto start = Clock::now();
    if (!presenter.acknowledge(i).recorded) std::exit(1);
    return ms_since(start);
  };
  const auto theirs = [&](std::size_t i) {
    const Message& message = catalog.messages[i];
    const std::string id(message.id), title(message.texts[0].title), body(380, 'b');
    const auto start = Clock::now();
    bare.commit(id, title, body);
    return ms_since(start);
  };
  for (std::size_t i = 0; i < rounds; ++i) {
    double first = 0, second = 0;
    if (i % 2 == 0) first = ours(i), second = theirs(i);
    if (i % 2 == 1) second = theirs(i), first = ours(i);
    std::printf("%.4f %.4f\n", first, second);
  }
  return 0;
}

}  // namespace
}  // namespace tocsin

int main(int count, char** words) {
  const auto rounds = count == 3 ? std::strtoul(words[2], nullptr, 10) : 0;
  return rounds == 0 ? 2 : tocsin::run(words[1], rounds);
}
