#include "packaging/intake/settings.h"

#include <fstream>
#include <functional>
#include <map>
#include <sstream>

#include "packaging/intake/postgres.h"
#include "schema/core/text/text.h"

namespace tocsin::intake {
namespace {

using Reader = std::function<bool(std::string_view value)>;

Reader text_into(std::string& into) {
  return [&into](std::string_view value) {
    into = value;
    return !value.empty();
  };
}

template <typename Number>
Reader number_into(Number& into, unsigned long long least, unsigned long long most) {
  return [&into, least, most](std::string_view value) {
    const auto number = parse_decimal(value, most);
    if (!number || *number < least) return false;
    into = static_cast<Number>(*number);
    return true;
  };
}

Reader yes_no_into(bool& into) {
  return [&into](std::string_view value) {
    into = value == "yes";
    return value == "yes" || value == "no";
  };
}

std::map<std::string, Reader, std::less<>> readers_of(Settings& settings) {
  return {
      {"Listen", text_into(settings.listen)},
      {"Watch", text_into(settings.watch)},
      {"Path", text_into(settings.path)},
      {"Source", text_into(settings.origin.source)},
      {"Type", text_into(settings.origin.type)},
      {"Site", yes_no_into(settings.origin.is_site)},
      {"Store",
       [&settings](std::string_view value) {
         settings.stores.emplace_back(value);
         return hosts_of(settings.stores.back()).has_value();
       }},
      {"Connections", number_into(settings.connections, 1, 16)},
      {"BatchEvents", number_into(settings.limits.batch_events, 1, 10000)},
      {"QueueEvents", number_into(settings.limits.queue_events, 1, 1000000)},
      {"InstallationRate", number_into(settings.throttle.rate, 1, 1000000)},
      {"InstallationBurst", number_into(settings.throttle.burst, 1, 1000000)},
      {"DeadlineSeconds",
       [&settings](std::string_view value) {
         unsigned seconds = 0;
         const bool is_good = number_into(seconds, 1, 300)(value);
         if (is_good) settings.deadline = std::chrono::seconds(seconds);
         return is_good;
       }},
      {"RetryAfterSeconds", number_into(settings.retry_after_s, 1, 86400)},
  };
}

Failure bad_line(int number, const std::string& detail) {
  return fail(
      Error{.code = Code::malformed, .operation = "intake.settings", .detail = detail, .line = number});
}

}  // namespace

Result<Settings> parse_settings(std::string_view text) {
  Settings settings;
  const auto readers = readers_of(settings);
  std::istringstream lines{std::string(text)};
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    const std::size_t equals = line.find('=');
    if (equals == std::string::npos) return bad_line(number, "not KEY=VALUE");
    const std::string key = line.substr(0, equals);
    const auto reader = readers.find(key);
    if (reader == readers.end()) return bad_line(number, "no such key: " + key);
    if (!reader->second(std::string_view(line).substr(equals + 1)))
      return bad_line(number, "bad value of " + key);
  }
  if (settings.origin.source.empty()) return bad_line(number, "Source is missing");
  if (settings.origin.type.empty()) return bad_line(number, "Type is missing");
  if (settings.stores.empty()) return bad_line(number, "Store is missing");
  return settings;
}

Result<Settings> read_settings(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(Code::not_found, "intake.settings", path + ": cannot be read");
  std::ostringstream text;
  text << file.rdbuf();
  auto settings = parse_settings(text.str());
  if (!settings) settings.error().detail = path + ": " + settings.error().detail;
  return settings;
}

}  // namespace tocsin::intake
