#include "notifier/present/dates.h"

#include <array>
#include <chrono>
#include <ctime>
#include <string_view>

#include "notifier/present/strings.h"
#include "schema/core/locale/locale.h"

namespace tocsin {
namespace {

using Months = std::array<std::string_view, 12>;

/// `pattern` contains {d}, {m} (the month's name; its number if `months` is null) and {y}.
struct DateForm {
  std::string_view range;  // the first match counts: regions stand before languages
  std::string_view pattern;
  const Months* months;
};

constexpr Months kEnglish = {"January", "February", "March",     "April",   "May",      "June",
                             "July",    "August",   "September", "October", "November", "December"};
constexpr Months kGerman = {"Januar", "Februar", "März",      "April",   "Mai",      "Juni",
                            "Juli",   "August",  "September", "Oktober", "November", "Dezember"};
constexpr Months kFrench = {"janvier", "février", "mars",      "avril",   "mai",      "juin",
                            "juillet", "août",    "septembre", "octobre", "novembre", "décembre"};
constexpr Months kSpanish = {"enero", "febrero", "marzo",      "abril",   "mayo",      "junio",
                             "julio", "agosto",  "septiembre", "octubre", "noviembre", "diciembre"};
constexpr Months kItalian = {"gennaio", "febbraio", "marzo",     "aprile",  "maggio",   "giugno",
                             "luglio",  "agosto",   "settembre", "ottobre", "novembre", "dicembre"};

constexpr DateForm kForms[] = {
    {"en-US", "{m} {d}, {y}", &kEnglish},   {"en", "{d} {m} {y}", &kEnglish},
    {"de", "{d}. {m} {y}", &kGerman},       {"fr", "{d} {m} {y}", &kFrench},
    {"es", "{d} de {m} de {y}", &kSpanish}, {"it", "{d} {m} {y}", &kItalian},
    {"ja", "{y}年{m}月{d}日", nullptr},     {"zh", "{y}年{m}月{d}日", nullptr},
};

/// British English if none of the reader's languages is in the table.
const DateForm& form_for(std::span<const std::string> locales) {
  for (const auto& locale : locales) {
    for (const auto& form : kForms) {
      if (matches_range(form.range, locale)) return form;
    }
  }
  return kForms[1];
}

struct WallClock {
  std::chrono::year_month_day date = {};
  std::chrono::hh_mm_ss<std::chrono::seconds> time;
};

WallClock wall_clock(Instant at, const UtcOffset& offset) {
  const Instant local = at + offset(at);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  return {day, std::chrono::hh_mm_ss<std::chrono::seconds>(local - day)};
}

std::string two_digits(long long n) {
  return (n < 10 ? "0" : "") + std::to_string(n);
}

}  // namespace

Duration local_offset(Instant at) {
  const auto time = static_cast<std::time_t>(seconds_of(at));
  const std::tm* tm = std::localtime(&time);
  if (tm == nullptr) return Duration(0);
  const auto day = std::chrono::sys_days(std::chrono::year(tm->tm_year + 1900) /
                                         std::chrono::month(static_cast<unsigned>(tm->tm_mon) + 1) /
                                         std::chrono::day(static_cast<unsigned>(tm->tm_mday)));
  const auto local =
      day + std::chrono::hours(tm->tm_hour) + std::chrono::minutes(tm->tm_min) + Duration(tm->tm_sec);
  return local - at;
}

std::string format_date(Instant at, std::span<const std::string> locales, const UtcOffset& offset) {
  const auto date = wall_clock(at, offset).date;
  const auto month = static_cast<unsigned>(date.month());
  const auto day = static_cast<unsigned>(date.day());
  const std::string year = std::to_string(static_cast<int>(date.year()));
  const DateForm& form = form_for(locales);
  const std::string month_word =
      form.months == nullptr ? std::to_string(month) : std::string((*form.months)[month - 1]);
  return filled(form.pattern, {{"d", std::to_string(day)}, {"m", month_word}, {"y", year}});
}

std::string format_moment(Instant at, std::span<const std::string> locales, const UtcOffset& offset) {
  const auto time = wall_clock(at, offset).time;
  std::string out = format_date(at, locales, offset);
  if (time.hours().count() != 0 || time.minutes().count() != 0) {
    out += ", " + two_digits(time.hours().count()) + ":" + two_digits(time.minutes().count());
  }
  return out;
}

}  // namespace tocsin
