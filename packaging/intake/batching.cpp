#include "packaging/intake/batching.h"

#include <algorithm>
#include <iterator>

namespace tocsin::intake {
namespace {

void answer_all(const Batch& batch, Verdict verdict) {
  for (const Waiting& waiting : batch) waiting.answer(verdict);
}

}  // namespace

Batcher::Batcher(std::size_t connections, Limits limits) : limits_(limits), connections_(connections) {}

bool Batcher::is_ready() const {
  return std::any_of(connections_.begin(), connections_.end(),
                     [](const Connection& c) { return c.is_ready; });
}

bool Batcher::add(Waiting&& waiting) {
  if (!is_ready()) {
    waiting.answer(Verdict::unavailable);
    return true;
  }
  if (queue_.size() >= limits_.queue_events) return false;
  queue_.push_back(std::move(waiting));
  return true;
}

void Batcher::connected(std::size_t connection) {
  connections_[connection].is_ready = true;
}

void Batcher::lost(std::size_t connection) {
  connections_[connection].is_ready = false;
  if (connections_[connection].batch) answer_all(take(connection), Verdict::unavailable);
  if (is_ready()) return;
  Batch all(std::make_move_iterator(queue_.begin()), std::make_move_iterator(queue_.end()));
  queue_.clear();
  auto halves = std::exchange(halves_, {});
  answer_all(all, Verdict::unavailable);
  for (const Batch& half : halves) answer_all(half, Verdict::unavailable);
}

const Batch* Batcher::next(std::size_t connection) {
  Connection& free = connections_[connection];
  if (!free.is_ready || free.batch) return nullptr;
  if (!halves_.empty()) {
    free.batch = std::move(halves_.front());
    halves_.pop_front();
    return &*free.batch;
  }
  if (queue_.empty()) return nullptr;
  const auto end =
      queue_.begin() + static_cast<std::ptrdiff_t>(std::min(queue_.size(), limits_.batch_events));
  free.batch.emplace(std::make_move_iterator(queue_.begin()), std::make_move_iterator(end));
  queue_.erase(queue_.begin(), end);
  std::sort(free.batch->begin(), free.batch->end(),
            [](const Waiting& a, const Waiting& b) { return a.event.id < b.event.id; });
  return &*free.batch;
}

Batch Batcher::take(std::size_t connection) {
  Batch batch = *std::exchange(connections_[connection].batch, std::nullopt);
  return batch;
}

void Batcher::committed(std::size_t connection, const std::vector<Verdict>& verdicts) {
  if (!connections_[connection].batch) return;
  if (verdicts.size() != connections_[connection].batch->size()) return failed(connection);
  const Batch batch = take(connection);
  for (std::size_t i = 0; i < batch.size(); ++i) batch[i].answer(verdicts[i]);
}

void Batcher::refused(std::size_t connection) {
  if (!connections_[connection].batch) return;
  Batch batch = take(connection);
  if (batch.size() == 1) return answer_all(batch, Verdict::unfit);
  const auto middle = batch.begin() + static_cast<std::ptrdiff_t>(batch.size() / 2);
  halves_.emplace_back(std::make_move_iterator(batch.begin()), std::make_move_iterator(middle));
  halves_.emplace_back(std::make_move_iterator(middle), std::make_move_iterator(batch.end()));
}

void Batcher::failed(std::size_t connection) {
  if (connections_[connection].batch) answer_all(take(connection), Verdict::unavailable);
}

}  // namespace tocsin::intake
