#include "packaging/intake/batching.h"

#include <doctest/doctest.h>

#include <map>
#include <set>

#include "packaging/intake/postgres.h"
#include "packaging/intake/settings.h"

namespace tocsin::intake {
namespace {

/// Receipts numbered from 0, and what each sender was told.
struct Senders {
  std::map<int, Verdict> told;
  int answers = 0;

  Waiting waiting(int number) {
    Waiting made;
    made.event.id[14] = static_cast<unsigned char>(number >> 8);
    made.event.id[15] = static_cast<unsigned char>(number);
    made.answer = [this, number](Verdict verdict) {
      told[number] = verdict;
      ++answers;
    };
    return made;
  }
  [[nodiscard]] bool add(Batcher& batcher, int from, int to) {
    for (int i = from; i < to; ++i) {
      if (!batcher.add(waiting(i))) return false;
    }
    return true;
  }
};

int number_of(const Waiting& waiting) {
  return waiting.event.id[14] << 8 | waiting.event.id[15];
}

TEST_CASE("without a ready connection the sender is told at once to come again") {
  Senders senders;
  Batcher batcher(2, {});
  CHECK(senders.add(batcher, 0, 1));
  CHECK(senders.told.at(0) == Verdict::unavailable);
  CHECK(batcher.next(0) == nullptr);
}

TEST_CASE("what came while the last commit was under way goes together, sorted by id, at most a batch") {
  Senders senders;
  Batcher batcher(1, {10, 100});
  batcher.connected(0);
  for (const int i : {3, 1, 2}) REQUIRE(batcher.add(senders.waiting(i)));
  const Batch* first = batcher.next(0);
  REQUIRE(first != nullptr);
  REQUIRE(first->size() == 3);
  CHECK(number_of((*first)[0]) == 1);
  CHECK(number_of((*first)[2]) == 3);
  CHECK(senders.add(batcher, 10, 35));
  CHECK(batcher.next(0) == nullptr);  // one at a time
  CHECK(senders.answers == 0);        // nothing is told before the commit
  batcher.committed(0, {Verdict::stored, Verdict::closed, Verdict::no_room});
  CHECK(senders.told ==
        std::map<int, Verdict>{{1, Verdict::stored}, {2, Verdict::closed}, {3, Verdict::no_room}});
  CHECK(batcher.next(0)->size() == 10);
}

TEST_CASE("a full queue takes nothing more, and the receipt is not answered here") {
  Senders senders;
  Batcher batcher(1, {10, 5});
  batcher.connected(0);
  CHECK(senders.add(batcher, 0, 5));
  CHECK_FALSE(batcher.add(senders.waiting(6)));
  CHECK(senders.answers == 0);
}

TEST_CASE("a lost connection costs its batch, the last one the queue, too") {
  Senders senders;
  Batcher batcher(2, {2, 100});
  batcher.connected(0);
  batcher.connected(1);
  REQUIRE(senders.add(batcher, 0, 6));
  REQUIRE(batcher.next(0) != nullptr);
  REQUIRE(batcher.next(1) != nullptr);
  batcher.lost(0);
  CHECK(senders.answers == 2);
  CHECK(batcher.next(0) == nullptr);
  batcher.committed(1, {Verdict::stored, Verdict::stored});
  CHECK(senders.answers == 4);
  batcher.lost(1);
  CHECK(senders.answers == 6);
  CHECK(senders.told.at(5) == Verdict::unavailable);
  CHECK(batcher.waiting() == 0);
  batcher.committed(1, {Verdict::stored});  // too late: nothing is told twice
  CHECK(senders.answers == 6);
}

TEST_CASE("a wrong number of verdicts is no commit that can be told") {
  Senders senders;
  Batcher batcher(1, {});
  batcher.connected(0);
  REQUIRE(senders.add(batcher, 0, 3));
  REQUIRE(batcher.next(0) != nullptr);
  batcher.committed(0, {Verdict::stored});
  CHECK(senders.answers == 3);
  CHECK(senders.told.at(0) == Verdict::unavailable);
}

/// A store that refuses any batch with one of `poison`, and otherwise stores it.
struct FakeStore {
  std::set<int> poison, stored;
  int batches = 0;

  void run(Batcher& batcher, std::size_t connection) {
    while (const Batch* batch = batcher.next(connection)) {
      ++batches;
      bool is_bad = false;
      for (const Waiting& waiting : *batch) is_bad = is_bad || poison.count(number_of(waiting)) > 0;
      if (is_bad) {
        batcher.refused(connection);
        continue;
      }
      for (const Waiting& waiting : *batch) stored.insert(number_of(waiting));
      batcher.committed(connection, std::vector<Verdict>(batch->size(), Verdict::stored));
    }
  }
};

TEST_CASE("poison is found by halving, wherever it is: it alone is unfit") {
  for (const int count : {1, 2, 3, 64, 100}) {
    for (const std::set<int>& poison : {std::set<int>{0}, {count - 1}, {0, count / 2, count - 1}}) {
      CAPTURE(count);
      Senders senders;
      Batcher batcher(1, {});
      batcher.connected(0);
      REQUIRE(senders.add(batcher, 0, count));
      FakeStore store{poison, {}, 0};
      store.run(batcher, 0);
      CHECK(senders.answers == count);
      for (int i = 0; i < count; ++i) {
        CAPTURE(i);
        CHECK(senders.told.at(i) == (poison.count(i) ? Verdict::unfit : Verdict::stored));
      }
      CHECK(store.batches <= 3 * 16);
    }
  }
}

TEST_CASE("halves wait in front of the queue and are answered when the store goes away") {
  Senders senders;
  Batcher batcher(1, {4, 100});
  batcher.connected(0);
  REQUIRE(senders.add(batcher, 0, 6));
  REQUIRE(batcher.next(0)->size() == 4);
  batcher.refused(0);
  REQUIRE(batcher.next(0)->size() == 2);
  batcher.failed(0);
  CHECK(senders.answers == 2);
  batcher.lost(0);
  CHECK(senders.answers == 6);
}

TEST_CASE("each order of failures answers each sender exactly once") {
  for (int seed = 0; seed < 500; ++seed) {
    CAPTURE(seed);
    Senders senders;
    Batcher batcher(2, {3, 1000});
    batcher.connected(0);
    int added = 0;
    unsigned random = static_cast<unsigned>(seed) * 2654435761U + 1;
    for (int step = 0; step < 60; ++step) {
      random = random * 1103515245U + 12345U;
      const std::size_t connection = random >> 16 & 1;
      switch (random >> 17 & 7) {
        case 0:
          batcher.connected(connection);
          break;
        case 1:
          batcher.lost(connection);
          break;
        case 2:
          batcher.refused(connection);
          break;
        case 3:
          batcher.failed(connection);
          break;
        case 4:
          if (const Batch* batch = batcher.next(connection)) {
            batcher.committed(connection, std::vector<Verdict>(batch->size(), Verdict::stored));
          }
          break;
        case 5:
          static_cast<void>(batcher.next(connection));
          break;
        default:
          CHECK(batcher.add(senders.waiting(added++)));
      }
    }
    batcher.lost(0);
    batcher.lost(1);
    CHECK(senders.answers == added);
    CHECK(senders.told.size() == static_cast<std::size_t>(added));
  }
}

TEST_CASE("a throttle lets a burst through, then its rate, for each installation alone") {
  Throttle throttle({20, 200, 1000});
  for (int i = 0; i < 200; ++i) REQUIRE(throttle.allows(1, 1000));
  CHECK_FALSE(throttle.allows(1, 1000));
  CHECK(throttle.allows(2, 1000));
  CHECK(throttle.allows(1, 1050));  // a twentieth of a second
  CHECK_FALSE(throttle.allows(1, 1051));
  for (std::uint64_t key = 10; key < 5000; ++key) static_cast<void>(throttle.allows(key, 1051));
  CHECK(throttle.keys() <= 1000);
}

TEST_CASE("a batch as PostgreSQL's arrays") {
  Batch batch(2);
  batch[0].event.message = "av95";
  batch[0].event.is_acknowledged = true;
  batch[0].event.actor = 0xffffffffffffffffU;
  batch[0].event.serial = 0x8000000000000000U;
  batch[0].event.locale = "de";
  batch[0].event.client = "1.0";
  batch[0].event.system = "linux";
  batch[1].event = batch[0].event;
  batch[1].event.is_test = true;
  batch[1].event.actor.reset();
  const auto texts = parameters_of(batch);
  REQUIRE(texts.size() == 13);
  CHECK(texts[0] == "{00000000000000000000000000000000,00000000000000000000000000000000}");
  CHECK(texts[2] == "{-1,NULL}");
  CHECK(texts[3] == R"({"av95","av95"})");
  CHECK(texts[6] == "{t,NULL}");
  CHECK(texts[8] == "{-9223372036854775808,-9223372036854775808}");
  CHECK(texts[12].empty());
  batch[0].event.detail = R"({"user":"a\"b"})";
  CHECK(parameters_of(batch)[12] == R"({"{\"user\":\"a\\\"b\"}",NULL})");
}

TEST_CASE("a store's address is one string for each host") {
  const auto hosts = hosts_of(
      "host=db1,db2 port=5432,5433 dbname=receipts password='a b\\'c' target_session_attrs=read-write");
  REQUIRE(hosts.has_value());
  REQUIRE(hosts->size() == 2);
  CHECK((*hosts)[1].find("host='db2' port='5433'") != std::string::npos);
  for (const std::string& host : *hosts) {
    CHECK(host.find("target_session_attrs='read-write'") != std::string::npos);
    CHECK(host.find("password='a b\\'c'") != std::string::npos);
  }
  CHECK_FALSE(hosts_of("host=a,b port=1,2,3").has_value());
  CHECK_FALSE(hosts_of("nonsense").has_value());
}

TEST_CASE("settings: what is read, and what is refused with its line") {
  const std::string least = "Source=urn:a:b\nType=com.a\nStore=host=/run/x\n";
  const auto settings = parse_settings("# note\n\n" + least +
                                       "Store=host=db2\nSite=yes\nDeadlineSeconds=3\nListen=unix:/run/s\n");
  REQUIRE(settings.has_value());
  CHECK(settings->stores.size() == 2);
  CHECK(settings->origin.is_site);
  CHECK(settings->deadline.count() == 3000);
  struct Row {
    std::string_view name;
    std::string text;
    int line;
  };
  for (const Row& row :
       {Row{"unknown key", least + "Stores=x\n", 4}, Row{"no value", least + "Listen\n", 4},
        Row{"empty value", least + "Listen=\n", 4}, Row{"not yes or no", least + "Site=maybe\n", 4},
        Row{"number too large", least + "Connections=17\n", 4}, Row{"number 0", least + "BatchEvents=0\n", 4},
        Row{"not a number", least + "QueueEvents=many\n", 4}, Row{"bad store", "Store=nonsense\n", 1},
        Row{"no source", "Type=a\nStore=host=x\n", 2}, Row{"no type", "Source=a\nStore=host=x\n", 2},
        Row{"no store", "Source=a\nType=b\n", 2}, Row{"leading zero", least + "Connections=02\n", 4}}) {
    CAPTURE(row.name);
    const auto refused = parse_settings(row.text);
    CHECK_FALSE(refused.has_value());
    if (!refused) CHECK(refused.error().line == row.line);
  }
}

}  // namespace
}  // namespace tocsin::intake
