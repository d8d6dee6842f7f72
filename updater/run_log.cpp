// Lines are kept in memory until the run ends.
#include "updater/run_log.h"

#include "schema/core/text/text.h"
#include "updater/machine.h"

namespace tocsin::updater {

void RunLog::line(Event event, Level level, std::string_view text) {
  detail(text);
  log_line(event, level, text);
}

// Control characters may come from a file's name or from another program's output.
void RunLog::detail(std::string_view text) {
  lines_ += format_instant(start_) + ' ';
  for (const char c : text.substr(0, 1024))
    lines_ += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  lines_ += '\n';
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

}  // namespace tocsin::updater
