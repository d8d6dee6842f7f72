// What a run did, for administrators: update.log beside trust.dat, readable by them only, and the system's
// log. Layer: updater.
#pragma once

#include <string>
#include <string_view>

#include "schema/core/instant.h"
#include "schema/platform/log.h"
#include "updater/platform/guarded_folder.h"

namespace tocsin {

inline constexpr std::size_t kMostLogBytes = 256u << 10;

/// Gathers lines and writes them at the end, as a new file that replaces the old: an existing one is never
/// appended to, so that a link planted in its place has no effect.
class RunLog {
 public:
  explicit RunLog(Instant start) : start_(start) {}
  /// Also to the system's log.
  void line(Event event, Level level, std::string_view text);
  /// In the file alone.
  void detail(std::string_view text);
  /// The old lines that still fit, then these. A failure is said in the system's log and stops nothing.
  void write_to(const GuardedFolder& state) const;

 private:
  Instant start_;
  std::string lines_;
};

/// The end of `text` that has at most `most` bytes and begins a line.
[[nodiscard]] std::string_view last_lines(std::string_view text, std::size_t most);

}  // namespace tocsin
