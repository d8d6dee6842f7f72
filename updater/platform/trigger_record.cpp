// Lines of a small text file.
#include "updater/platform/trigger_record.h"

#include "schema/core/text/text.h"
#include "schema/platform/lines.h"

namespace tocsin {
namespace {

constexpr std::size_t kMostBytes = 256u << 10;

}  // namespace

std::optional<TriggerRecord> parse_trigger_record(std::string_view text) {
  TriggerRecord record;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    const std::size_t blank = line.find(' ');
    if (blank == std::string_view::npos || blank == 0) return std::nullopt;
    const auto content = unhex(line.substr(0, blank));
    if (!content || !record.emplace(line.substr(blank + 1), *content).second) return std::nullopt;
  }
  return record;
}

std::string serialise_trigger_record(const TriggerRecord& record) {
  std::string text;
  for (const auto& [name, content] : record) text.append(hex(content)).append(" ").append(name).append("\n");
  return text;
}

Result<TriggerRecord> read_trigger_record(const GuardedFolder& state) {
  const auto text = state.read(kTriggersName, kMostBytes);
  if (text) return parse_trigger_record(*text).value_or(TriggerRecord());
  const bool is_damaged = !text.error().rule.empty() || text.error().code == Code::too_large;
  if (is_damaged || text.error().code == Code::not_found) return TriggerRecord();
  return fail(text.error());
}

Result<void> write_trigger_record(const GuardedFolder& state, const TriggerRecord& record) {
  if (record.empty()) {
    TRY(state.remove(kTriggersName));
    return state.remove('.' + std::string(kTriggersName) + ".new");
  }
  TRY(state.ensure(kTriggersName, serialise_trigger_record(record), kReadableMode));
  return {};
}

}  // namespace tocsin
