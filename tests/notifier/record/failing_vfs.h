// SQLite's file layer, made to fail or to die at step n. Tests only.
#pragma once

namespace tocsin::tests {

/// What happens at the step: an error that SQLite would get from the system, the end of the process, or
/// (from the first step on) a disk that is mounted read-only.
enum class Fault { disk_full, io_error, every_further_io_error, kill, read_only };

/// While one lives, SQLite writes through it. Steps are writes, truncations, flushes and deletions, counted
/// from 1.
class FailingVfs {
 public:
  FailingVfs(int step, Fault fault);
  FailingVfs(const FailingVfs&) = delete;
  FailingVfs& operator=(const FailingVfs&) = delete;
  ~FailingVfs();
  /// Whether the step was reached.
  [[nodiscard]] bool fired() const;
};

}  // namespace tocsin::tests
