// Which receipts go to a store in one transaction, and what each sender is told. A pure state machine: the
// store's connections are outside, and there is no clock.
//
// A receipt waits in the queue. A free connection takes what waits, at most a batch, sorted by id. When the
// store has answered, each receipt of the batch gets a verdict and is forgotten here. A batch that the store
// refuses for its data is halved until the bad receipt is alone; that one is unfit, all others are stored. A
// batch whose connection was lost or gave any other error is unavailable as a whole: its senders come again.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "packaging/intake/reading.h"

namespace tocsin::intake {

/// What a sender is told: 201, 201, 503, 201, 400, 503.
enum class Verdict : unsigned char { stored, closed, no_room, test, unfit, unavailable };

struct Waiting {
  Event event;
  std::function<void(Verdict)> answer;  // called exactly once
};

using Batch = std::vector<Waiting>;

class Batcher {
 public:
  struct Limits {
    std::size_t batch_events = 1000;
    std::size_t queue_events = 20000;
  };
  Batcher(std::size_t connections, Limits limits);

  /// Takes a receipt. Shape: false, and `waiting` untouched, if the queue is full. While no connection is
  /// ready the answer is `unavailable` at once.
  [[nodiscard]] bool add(Waiting&& waiting);

  /// The connection can take batches from now on.
  void connected(std::size_t connection);
  /// The connection is gone; what it carried is unavailable. With the last connection the queue is, too.
  void lost(std::size_t connection);

  /// The next batch for this connection, nullptr if it has one, is not ready, or nothing waits. The batch
  /// stays here until one of the three functions below.
  [[nodiscard]] const Batch* next(std::size_t connection);

  /// The store committed. `verdicts` are in the order of the batch; a wrong number of them is `failed`.
  void committed(std::size_t connection, const std::vector<Verdict>& verdicts);
  /// The store refused the data of the batch (SQLSTATE 22 or 23).
  void refused(std::size_t connection);
  /// Anything else.
  void failed(std::size_t connection);

  [[nodiscard]] std::size_t waiting() const { return queue_.size(); }
  [[nodiscard]] bool is_ready() const;

 private:
  struct Connection {
    bool is_ready = false;
    std::optional<Batch> batch;
  };
  [[nodiscard]] Batch take(std::size_t connection);

  Limits limits_;
  std::vector<Connection> connections_;
  std::deque<Waiting> queue_;
  std::deque<Batch> halves_;  // parts of refused batches; each goes alone and before the queue
};

}  // namespace tocsin::intake
