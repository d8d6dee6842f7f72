// What a run did, for administrators: in update.log beside trust.dat, which only they can read, and in the
// system's log.
#pragma once

#include <string>
#include <string_view>

#include "schema/core/instant.h"
#include "schema/platform/log.h"
#include "updater/platform/guarded_folder.h"

namespace tocsin::updater {

inline constexpr std::size_t kMostLogBytes = 256u << 10;

/// Collects lines and writes them at the end, as a new file that replaces the old one. It never appends to an
/// existing file, so that a link planted in its place has no effect.
class RunLog {
 public:
  explicit RunLog(Instant start) : start_(start) {}
  /// Also to the system's log.
  void line(Event event, Level level, std::string_view text);
  /// In the file alone.
  void detail(std::string_view text);
  /// The old lines that still fit, then these. A failure is reported in the system's log and does not fail
  /// the run.
  void write_to(const GuardedFolder& state) const;

 private:
  Instant start_;
  std::string lines_;
};

/// The longest end of `text` that has at most `most` bytes and begins at a line.
[[nodiscard]] std::string_view last_lines(std::string_view text, std::size_t most);

}  // namespace tocsin::updater
