// The Event Log. The brand names the source; each program holds the message table (packaging/windows).
#include "schema/platform/win/log.h"

#include "schema/core/brand.h"
#include "schema/platform/win/wide_text.h"

namespace tocsin {
namespace {

class EventSource {
 public:
  EventSource() : source_(::RegisterEventSourceW(nullptr, wide(brand().unit).c_str())) {}
  EventSource(const EventSource&) = delete;
  EventSource& operator=(const EventSource&) = delete;
  ~EventSource() {
    if (source_ != nullptr) ::DeregisterEventSource(source_);
  }

  /// False if the log did not take the line.
  [[nodiscard]] bool report(Event event, Level level, std::string_view line) const {
    const std::wstring text = wide(line);
    const wchar_t* texts[] = {text.c_str()};
    return source_ != nullptr && ::ReportEventW(source_, event_type(level), 0, static_cast<DWORD>(event),
                                                nullptr, 1, 0, texts, nullptr) != 0;
  }

 private:
  HANDLE source_;
};

bool is_console(HANDLE handle) {
  DWORD mode = 0;
  return ::GetConsoleMode(handle, &mode) != 0;
}

}  // namespace

WORD event_type(Level level) {
  if (level == Level::error) return EVENTLOG_ERROR_TYPE;
  return level == Level::warning ? EVENTLOG_WARNING_TYPE : EVENTLOG_INFORMATION_TYPE;
}

void write_to_error(HANDLE error, std::string_view identifier, std::string_view line) {
  std::string text(identifier);
  text.append(": ").append(line).append("\n");
  if (is_console(error)) {
    const std::wstring shown = wide(text);
    DWORD done = 0;
    ::WriteConsoleW(error, shown.data(), static_cast<DWORD>(shown.size()), &done, nullptr);
  } else {
    [[maybe_unused]] const bool ignored = write_all(error, text);
  }
}

void log_line(Event event, Level level, std::string_view text) {
  static const EventSource log;
  const std::string line = clean_line(text);
  const bool is_logged = log.report(event, level, line);
  const HANDLE error = ::GetStdHandle(STD_ERROR_HANDLE);
  if (goes_to_terminal(level, is_logged, is_console(error))) write_to_error(error, brand().unit, line);
}

}  // namespace tocsin
