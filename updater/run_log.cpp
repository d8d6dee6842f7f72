// Lines are kept in memory until the run ends.
#include "updater/run_log.h"

#include "updater/machine.h"

namespace tocsin {

void RunLog::line(Event event, Level level, std::string_view text) {
  detail(text);
  log_line(event, level, text);
}

// A file's name or another program's output may hold bytes that steer the terminal they are shown on.
void RunLog::detail(std::string_view text) {
  lines_ += format_instant(start_) + ' ' + clean_line(text) + '\n';
}

std::string_view last_lines(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  text.remove_prefix(text.size() - most);
  const std::size_t end = text.find('\n');
  return end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
}

void RunLog::write_to(const GuardedFolder& state) const {
  const auto before = state.read(kLogName, 2 * kMostLogBytes);
  std::string all = before ? *before : std::string();
  all += lines_;
  const auto written =
      state.replace(kLogName, last_lines(all, kMostLogBytes), kPrivateMode, Durability::cached);
  if (!written) log_error(Event::note, written.error());
}

}  // namespace tocsin
