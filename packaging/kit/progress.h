// The progress of a long command, as one line on a terminal.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>

namespace tocsin::kit {

/// Writes nothing in the first second, and nothing at all if the stream is not a terminal. Then it rewrites
/// the line at most four times a second. The destructor erases the line.
class Progress {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;

  /// Uses standard error and the steady clock.
  Progress();
  /// `out` must outlive the object.
  Progress(std::ostream& out, bool is_terminal, Clock now);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// One more line of `path` has been read.
  void count_line(const std::string& path);
  /// Erases the line. Call it before anything else is written to the terminal.
  void wipe();

 private:
  void write(const std::string& path);

  std::ostream& out_;
  bool is_terminal_;
  Clock now_;
  std::chrono::steady_clock::time_point next_;
  std::uint64_t lines_ = 0;
  std::size_t width_ = 0;  // of the line on the terminal, in code points
};

}  // namespace tocsin::kit
