// One spelling of RFC 3339, by arithmetic on the proleptic Gregorian calendar, without the C library's time
// zone.
#include "schema/core/instant.h"

#include <algorithm>

#include "schema/core/text/ascii.h"

namespace tocsin {
namespace {

constexpr std::int64_t kSecondsPerDay = 86400;
constexpr std::int64_t kFirst = -62135596800;  // 0001-01-01T00:00:00Z
constexpr std::int64_t kLast = 253402300799;   // 9999-12-31T23:59:59Z

constexpr std::string_view kPattern = "0000-00-00T00:00:00Z";  // 0: a digit

struct Date {
  int year = 1, month = 1, day = 1;
};

constexpr bool is_leap(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

constexpr int days_in_month(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[month - 1];
}

// Both count in eras of 400 years that begin in March, so that the leap day ends a year.
constexpr std::int64_t days_from_date(Date date) {
  const int year = date.year - (date.month <= 2 ? 1 : 0);
  const int era = year / 400;  // years here are never negative
  const int year_of_era = year - era * 400;
  const int day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return std::int64_t{era} * 146097 + day_of_era - 719468;
}

constexpr Date date_from_days(std::int64_t days) {
  days += 719468;
  const int era = static_cast<int>(days / 146097);
  const int day_of_era = static_cast<int>(days - std::int64_t{era} * 146097);
  const int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int month_index = (5 * day_of_year + 2) / 153;
  const int month = month_index < 10 ? month_index + 3 : month_index - 9;
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month,
          day_of_year - (153 * month_index + 2) / 5 + 1};
}

static_assert(days_from_date({1, 1, 1}) * kSecondsPerDay == kFirst);
static_assert((days_from_date({9999, 12, 31}) + 1) * kSecondsPerDay - 1 == kLast);

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

void put_two_digits(char* at, int value) {
  at[0] = static_cast<char>('0' + value / 10);
  at[1] = static_cast<char>('0' + value % 10);
}

}  // namespace

std::optional<Instant> parse_instant(std::string_view text) {
  if (!fits_pattern(text)) return std::nullopt;
  const char* at = text.data();
  const Date date{two_digits(at) * 100 + two_digits(at + 2), two_digits(at + 5), two_digits(at + 8)};
  const int hour = two_digits(at + 11), minute = two_digits(at + 14), second = two_digits(at + 17);
  if (date.year < 1 || date.month < 1 || date.month > 12) return std::nullopt;
  if (date.day < 1 || date.day > days_in_month(date.year, date.month)) return std::nullopt;
  if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return Instant{days_from_date(date) * kSecondsPerDay + hour * 3600L + minute * 60L + second};
}

std::string format_instant(Instant instant) {
  // Counted from year 1, so that nothing below is negative.
  const std::int64_t since_first = std::clamp(instant.seconds, kFirst, kLast) - kFirst;
  const Date date = date_from_days(since_first / kSecondsPerDay + kFirst / kSecondsPerDay);
  const int second = static_cast<int>(since_first % kSecondsPerDay);
  std::string out(kPattern);
  put_two_digits(&out[0], date.year / 100);
  put_two_digits(&out[2], date.year % 100);
  put_two_digits(&out[5], date.month);
  put_two_digits(&out[8], date.day);
  put_two_digits(&out[11], second / 3600);
  put_two_digits(&out[14], second / 60 % 60);
  put_two_digits(&out[17], second % 60);
  return out;
}

}  // namespace tocsin
