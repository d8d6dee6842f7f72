// Command lines, the Run value, and the task's XML.
#include "updater/platform/win/trigger_text.h"

#include "schema/core/text/text.h"

namespace tocsin::updater {
namespace {

/// The scheduler may return quotation marks in either form.
std::string with_plain_quotes(std::string_view text) {
  constexpr std::string_view kEscaped = "&quot;";
  std::string plain(text);
  for (auto at = plain.find(kEscaped); at != std::string::npos; at = plain.find(kEscaped, at + 1)) {
    plain.replace(at, kEscaped.size(), 1, '"');
  }
  return plain;
}

std::string element(std::string_view name, std::string_view text) {
  return '<' + std::string(name) + '>' + with_plain_quotes(escaped_markup(text)) + "</" + std::string(name) +
         '>';
}

std::string state_change(std::string_view change) {
  return "    <SessionStateChangeTrigger>" + element("Enabled", "true") + element("StateChange", change) +
         "</SessionStateChangeTrigger>\n";
}

/// A machine that slept at that hour starts it later. The random delay spreads the load of many machines.
constexpr std::string_view kDaily =
    "    <CalendarTrigger><StartBoundary>2026-01-01T10:00:00</StartBoundary><Enabled>true</Enabled>"
    "<RandomDelay>PT2H</RandomDelay><ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>"
    "</CalendarTrigger>\n";
/// Parallel and without limit: one copy for each session, which may become a window that stays open for
/// hours.
constexpr std::string_view kSettings =
    "  <Settings><MultipleInstancesPolicy>Parallel</MultipleInstancesPolicy>"
    "<DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>"
    "<StopIfGoingOnBatteries>false</StopIfGoingOnBatteries><StartWhenAvailable>true</StartWhenAvailable>"
    "<ExecutionTimeLimit>PT0S</ExecutionTimeLimit></Settings>\n";

std::string command_element(const Task& task) {
  return element("Command", quoted_word(task.program));
}

}  // namespace

// Backslashes are escapes only before a quotation mark, also the closing one.
std::string quoted_word(std::string_view word) {
  std::string text = "\"";
  std::size_t backslashes = 0;
  for (const char c : word) {
    if (c == '"') text.append(backslashes + 1, '\\');
    backslashes = c == '\\' ? backslashes + 1 : 0;
    text += c;
  }
  return text.append(backslashes, '\\') + '"';
}

std::string command_line(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) {
    if (!line.empty()) line += ' ';
    line += quoted_word(word);
  }
  return line;
}

std::string run_value(const std::string& install, const std::string& set, const std::string& gate) {
  return '"' + install + '\\' + set + '\\' + gate + '"';
}

std::optional<std::string> set_of_run_value(std::string_view value, const std::string& install,
                                            const std::string& gate) {
  const std::string before = '"' + install + '\\';
  const std::string after = '\\' + gate + '"';
  if (value.size() <= before.size() + after.size() || !value.starts_with(before) || !value.ends_with(after)) {
    return std::nullopt;
  }
  value.remove_prefix(before.size());
  value.remove_suffix(after.size());
  if (value.find_first_of("\\/\"") != std::string_view::npos) return std::nullopt;
  return std::string(value);
}

std::string task_text(const Task& task) {
  return "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n"
         "<Task version=\"1.2\" xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">\n"
         "  <RegistrationInfo>" +
         element("Description", task.description) + "</RegistrationInfo>\n  <Triggers>\n" +
         state_change("ConsoleConnect") + state_change("RemoteConnect") + state_change("SessionUnlock") +
         std::string(kDaily) + "  </Triggers>\n  <Principals><Principal id=\"Readers\">" +
         element("GroupId", task.group) + "<RunLevel>LeastPrivilege</RunLevel></Principal></Principals>\n" +
         std::string(kSettings) + "  <Actions Context=\"Readers\"><Exec>" + command_element(task) +
         "<Arguments>--scheduled</Arguments></Exec></Actions>\n</Task>\n";
}

bool is_task_for(std::string_view text, const Task& task) {
  const std::string plain = with_plain_quotes(text);
  const auto says = [&plain](const std::string& part) { return plain.find(part) != std::string::npos; };
  return says(command_element(task)) && says(element("GroupId", task.group)) &&
         says("<Arguments>--scheduled</Arguments>") && says("<SessionStateChangeTrigger>") &&
         says("<CalendarTrigger>") && !says("<Enabled>false</Enabled>");
}

}  // namespace tocsin::updater
