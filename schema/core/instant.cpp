// One spelling of RFC 3339, on the calendar of <chrono>, without the C library's time zone.
#include "schema/core/instant.h"

#include <algorithm>

#include "schema/core/text/ascii.h"

namespace tocsin {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr Instant kFirst = sys_days(std::chrono::year(1) / 1 / 1);
constexpr Instant kLast = sys_days(std::chrono::year(9999) / 12 / 31) + std::chrono::days(1) - Duration(1);

constexpr std::string_view kPattern = "0000-00-00T00:00:00Z";  // 0: a digit

bool fits_pattern(std::string_view text) {
  if (text.size() != kPattern.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (kPattern[i] == '0' ? !is_digit(text[i]) : text[i] != kPattern[i]) return false;
  }
  return true;
}

int two_digits(const char* at) {
  return (at[0] - '0') * 10 + (at[1] - '0');
}

void put_two_digits(char* at, std::int64_t value) {
  at[0] = static_cast<char>('0' + value / 10);
  at[1] = static_cast<char>('0' + value % 10);
}

}  // namespace

std::optional<Instant> parse_instant(std::string_view text) {
  if (!fits_pattern(text)) return std::nullopt;
  const char* at = text.data();
  const int year = two_digits(at) * 100 + two_digits(at + 2);
  const int month = two_digits(at + 5), day = two_digits(at + 8);
  const int hour = two_digits(at + 11), minute = two_digits(at + 14), second = two_digits(at + 17);
  const year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(day))};
  if (year < 1 || !date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) + Duration(second);
}

std::string format_instant(Instant instant) {
  instant = std::clamp(instant, kFirst, kLast);
  const sys_days midnight = std::chrono::floor<std::chrono::days>(instant);
  const year_month_day date(midnight);
  const std::int64_t second = (instant - midnight).count();
  const int year = static_cast<int>(date.year());
  std::string out(kPattern);
  put_two_digits(&out[0], year / 100);
  put_two_digits(&out[2], year % 100);
  put_two_digits(&out[5], static_cast<unsigned>(date.month()));
  put_two_digits(&out[8], static_cast<unsigned>(date.day()));
  put_two_digits(&out[11], second / 3600);
  put_two_digits(&out[14], second / 60 % 60);
  put_two_digits(&out[17], second % 60);
  return out;
}

}  // namespace tocsin
