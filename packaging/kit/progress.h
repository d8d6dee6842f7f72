// One line that tells a person at a terminal how far a long command has come. Layer: packaging/kit.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>

namespace tocsin {

/// Writes nothing in the first second, and nothing at all if the stream is no terminal. Then it rewrites the
/// line at most four times a second. The destructor erases the line.
class Progress {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;

  /// For standard error and the system's clock.
  Progress();
  /// Shape: `out` outlives it.
  Progress(std::ostream& out, bool is_terminal, Clock now);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// One more line of `path` has been read.
  void count_line(const std::string& path);
  /// Before anything else is written to the terminal.
  void wipe();

 private:
  void write(const std::string& path);

  std::ostream& out_;
  bool is_terminal_;
  Clock now_;
  std::chrono::steady_clock::time_point next_;
  std::uint64_t lines_ = 0;
  std::size_t width_ = 0;  // of what stands on the terminal, in code points
};

}  // namespace tocsin
