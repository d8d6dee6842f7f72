// The running intake: receipts from the HTTP side go to the batcher of their store, batches to its
// connections.
#include <event2/event.h>
#include <csignal>
#include <iostream>
#include <map>
#include <memory>

#include "packaging/intake/commands.h"
#include "packaging/intake/http.h"
#include "packaging/intake/postgres.h"

namespace tocsin::intake {
namespace {

using Clock = std::chrono::steady_clock;

std::uint64_t first_bytes(const Id& id) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof value; ++i) value = value << 8 | id[i];
  return value;
}

/// A good mix of 64 bits (the finalizer of SplitMix64).
std::uint64_t mixed(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31);
}

/// systemd's journal takes it from standard error. No line ever has an address or a pseudonym of a sender.
void log(const std::string& text) {
  std::cerr << "tocsin-intake: " + text + "\n";
}

struct Counters {
  std::map<int, std::uint64_t> answers;  // by HTTP status
  std::uint64_t fresh = 0, tests = 0, closed = 0, no_room = 0, batches = 0, throttled = 0, queue_full = 0;
  double commit_seconds = 0;
};

/// One store: its batcher and its connections.
class Store {
 public:
  Store(event_base* base, const Settings& settings, std::size_t number, const std::vector<std::string>& hosts,
        Counters& counters)
      : batcher_(settings.connections, settings.limits), number_(number), counters_(counters) {
    for (std::size_t i = 0; i < settings.connections; ++i) {
      connections_.push_back(
          std::make_unique<PostgresConnection>(base, hosts, settings.deadline, handlers_of(i)));
    }
    sent_.resize(settings.connections);
    pump_.reset(event_new(
        base, -1, 0, [](evutil_socket_t, short, void* self) { static_cast<Store*>(self)->pump(); }, this));
  }

  void start() {
    for (const auto& connection : connections_) connection->start();
  }

  [[nodiscard]] bool add(Waiting&& waiting) {
    const bool is_taken = batcher_.add(std::move(waiting));
    wake();
    return is_taken;
  }
  [[nodiscard]] bool is_ready() const { return batcher_.is_ready(); }
  [[nodiscard]] std::size_t waiting() const { return batcher_.waiting(); }

 private:
  PostgresConnection::Handlers handlers_of(std::size_t i) {
    return {
        [this, i] {
          note("connection " + std::to_string(i) + " is ready");
          last_fault_.clear();
          batcher_.connected(i);
          wake();
        },
        [this, i](const std::string& why) {
          complain(why);
          batcher_.lost(i);
        },
        [this, i](const std::vector<Verdict>& verdicts, int fresh) {
          ++counters_.batches;
          counters_.fresh += static_cast<std::uint64_t>(fresh);
          counters_.commit_seconds += std::chrono::duration<double>(Clock::now() - sent_[i]).count();
          batcher_.committed(i, verdicts);
          wake();
        },
        [this, i](const std::string& why) {
          complain(why);
          batcher_.refused(i);
          wake();
        },
        [this, i](const std::string& why) {
          complain(why);
          batcher_.failed(i);
          wake();
        },
    };
  }

  /// Batches are made once all requests of this round of the event loop have been read.
  void wake() {
    const timeval now{};
    event_add(pump_.get(), &now);
  }
  void pump() {
    for (std::size_t i = 0; i < connections_.size(); ++i) {
      if (const Batch* batch = batcher_.next(i)) {
        sent_[i] = Clock::now();
        connections_[i]->send(*batch);
      }
    }
  }

  void note(const std::string& text) const { log("store " + std::to_string(number_) + ": " + text); }
  /// A fault that goes on is logged once.
  void complain(const std::string& why) {
    if (why == last_fault_) return;
    last_fault_ = why;
    log("store " + std::to_string(number_) + ": " + why);
  }

  struct EventCloser {
    void operator()(event* watched) const { event_free(watched); }
  };

  Batcher batcher_;
  std::size_t number_;
  Counters& counters_;
  std::string last_fault_;
  std::vector<std::unique_ptr<PostgresConnection>> connections_;
  std::vector<Clock::time_point> sent_;
  std::unique_ptr<event, EventCloser> pump_;
};

class Intake {
 public:
  Intake(event_base* base, const Settings& settings)
      : settings_(settings),
        throttle_(settings.throttle),
        receipts_(base, settings.path,
                  {[this](std::string_view body, std::string_view key, const Answerer& answer) {
                     take(body, key, answer);
                   },
                   [](std::string_view, int&) { return std::string(); },
                   [this](int status) { ++counters_.answers[status]; }}),
        watch_(base, {},
               {[](std::string_view, std::string_view, const Answerer& answer) { answer({}); },
                [this](std::string_view path, int& status) { return page(path, status); }, [](int) {}}) {}

  Result<void> start(event_base* base) {
    for (std::size_t i = 0; i < settings_.stores.size(); ++i) {
      const auto hosts = TRY(hosts_of(settings_.stores[i]));
      stores_.push_back(std::make_unique<Store>(base, settings_, i, hosts, counters_));
    }
    const auto port = TRY(receipts_.listen(settings_.listen));
    const auto watch = TRY(watch_.listen(settings_.watch));
    for (const auto& store : stores_) store->start();
    std::cout << "ready port=" << port << " watch=" << watch << std::endl;
    return {};
  }

 private:
  void take(std::string_view body, std::string_view key, const Answerer& answer) {
    auto event = read_event(body, key, settings_.origin);
    if (!event) {
      const bool is_large = event.error().code == Code::too_large;
      return answer({is_large ? 413 : 400, {}, 0, event.error().detail + "\n"});
    }
    const auto now =
        std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now().time_since_epoch()).count();
    if (!throttle_.allows(first_bytes(event->installation), now)) {
      ++counters_.throttled;
      return answer({429, {}, settings_.retry_after_s, {}});
    }
    Store& store = *stores_[store_of(event->installation)];
    const std::string id = id_text(event->id);
    const bool is_taken =
        store.add({*std::move(event), [this, id, answer](Verdict verdict) { tell(verdict, id, answer); }});
    if (is_taken) return;
    ++counters_.queue_full;
    answer({429, {}, settings_.retry_after_s, {}});
  }

  void tell(Verdict verdict, const std::string& id, const Answerer& answer) {
    switch (verdict) {
      case Verdict::closed:
        ++counters_.closed;
        break;
      case Verdict::test:
        ++counters_.tests;
        break;
      case Verdict::no_room:
        ++counters_.no_room;
        break;
      default:
        break;
    }
    switch (verdict) {
      case Verdict::stored:
      case Verdict::closed:
      case Verdict::test:
        return answer({201, id, 0, {}});
      case Verdict::unfit:
        return answer({400, {}, 0, "the store refuses it\n"});
      case Verdict::no_room:
      case Verdict::unavailable:
        return answer({503, {}, settings_.retry_after_s, {}});
    }
  }

  /// The store with the highest hash of (installation, store): a further store takes its share, nothing else
  /// moves.
  [[nodiscard]] std::size_t store_of(const Id& installation) const {
    std::size_t best = 0;
    std::uint64_t highest = 0;
    for (std::size_t i = 0; i < stores_.size(); ++i) {
      const std::uint64_t weight = mixed(first_bytes(installation) ^ mixed(i + 1));
      if (i == 0 || weight > highest) {
        best = i;
        highest = weight;
      }
    }
    return best;
  }

  std::string page(std::string_view path, int& status) const {
    if (path == "/metrics") {
      status = 200;
      return metrics();
    }
    if (path != "/health") return {};
    std::size_t ready = 0;
    for (const auto& store : stores_) ready += store->is_ready() ? 1 : 0;
    status = ready == stores_.size() ? 200 : 503;
    return std::to_string(ready) + " of " + std::to_string(stores_.size()) + " stores\n";
  }

  [[nodiscard]] std::string metrics() const {
    std::string text = "# TYPE tocsin_intake_answers_total counter\n";
    for (const auto& [status, count] : counters_.answers) {
      text += "tocsin_intake_answers_total{code=\"" + std::to_string(status) + "\"} " +
              std::to_string(count) + "\n";
    }
    const auto counter = [&](const char* name, std::uint64_t value) {
      text += std::string("# TYPE tocsin_intake_") + name + " counter\ntocsin_intake_" + name + " " +
              std::to_string(value) + "\n";
    };
    counter("stored_total", counters_.fresh);
    counter("tests_total", counters_.tests);
    counter("closed_total", counters_.closed);
    counter("no_room_total", counters_.no_room);
    counter("throttled_total", counters_.throttled);
    counter("queue_full_total", counters_.queue_full);
    counter("batches_total", counters_.batches);
    text += "# TYPE tocsin_intake_commit_seconds_total counter\ntocsin_intake_commit_seconds_total " +
            std::to_string(counters_.commit_seconds) + "\n# TYPE tocsin_intake_store_up gauge\n";
    for (std::size_t i = 0; i < stores_.size(); ++i) {
      text += "tocsin_intake_store_up{store=\"" + std::to_string(i) + "\"} " +
              (stores_[i]->is_ready() ? "1\n" : "0\n");
    }
    text += "# TYPE tocsin_intake_queue_events gauge\n";
    for (std::size_t i = 0; i < stores_.size(); ++i) {
      text += "tocsin_intake_queue_events{store=\"" + std::to_string(i) + "\"} " +
              std::to_string(stores_[i]->waiting()) + "\n";
    }
    return text;
  }

  const Settings& settings_;
  Counters counters_;
  Throttle throttle_;
  HttpServer receipts_, watch_;
  std::vector<std::unique_ptr<Store>> stores_;
};

struct BaseCloser {
  void operator()(event_base* base) const { event_base_free(base); }
  void operator()(event* watched) const { event_free(watched); }
};

std::unique_ptr<event, BaseCloser> on_signal(event_base* base, int number, event_callback_fn does) {
  std::unique_ptr<event, BaseCloser> watched(event_new(base, number, EV_SIGNAL | EV_PERSIST, does, base));
  event_add(watched.get(), nullptr);
  return watched;
}

}  // namespace

Result<void> serve(const Settings& settings) {
  const std::unique_ptr<event_base, BaseCloser> base(event_base_new());
  if (!base) return fail(Code::io, "intake.serve", "no event loop");
  const auto end = [](evutil_socket_t, short, void* loop) {
    event_base_loopbreak(static_cast<event_base*>(loop));
  };
  const auto terminated = on_signal(base.get(), SIGTERM, end),
             interrupted = on_signal(base.get(), SIGINT, end);
  // A sender that has gone away is seen by the failed write.
  const auto broken_pipe = on_signal(base.get(), SIGPIPE, [](evutil_socket_t, short, void*) {});
  Intake intake(base.get(), settings);
  TRY(intake.start(base.get()));
  event_base_dispatch(base.get());
  return {};
}

}  // namespace tocsin::intake
