#include "tests/e2e/soak/vendor.h"

#include <cstdlib>

#include "packaging/kit/files/author_bytes.h"

namespace tocsin::soak {
namespace {

std::string at(Instant day) {
  return format_instant(day);
}

std::string notice(int release, int number) {
  const Instant from = kFirstDay + Duration(std::int64_t{release} * kDaysPerRelease * kDaySeconds);
  const bool is_critical = number == 0;
  // The last one is an old acquaintance, said anew with each release.
  const bool is_old = number == kNoticesPerRelease - 1;
  std::string out = "<message id='" + (is_old ? std::string("evergreen")
                                              : "n" + std::to_string(release) + "." + std::to_string(number));
  out += "' revision='" + std::to_string(is_old ? release + 1 : 1) + "'";
  if (is_old) out += " renotify-from='" + std::to_string(release + 1) + "'";
  out += std::string(" category='maintenance' severity='") + (is_critical ? "critical" : "warning") +
         "' audience='all'";
  out += " not-before='" + at(from) + "' expires='" + at(from + Duration(60 * kDaySeconds)) + "'";
  if (is_critical) out += " act-by='" + at(from + Duration(50 * kDaySeconds)) + "'";
  out += "><text locale='en'><title>Notice " + std::to_string(release) + "." + std::to_string(number) +
         "</title><body><p>" + std::string(600, 'x') + "</p></body></text></message>";
  return out;
}

}  // namespace

Instant issued_on(int day) {
  return kFirstDay + Duration(std::int64_t{day / kDaysPerRelease} * kDaysPerRelease * kDaySeconds);
}

Catalog catalog_of(int day) {
  const int release = day / kDaysPerRelease;
  std::string text = "<catalog xmlns='urn:tocsin:catalog:1' default-locale='en'>";
  for (int shown = std::max(0, release - 3); shown <= release; ++shown) {
    for (int number = 0; number < kNoticesPerRelease; ++number) {
      if (number == kNoticesPerRelease - 1 && shown != release) continue;
      text += notice(shown, number);
    }
  }
  auto catalog = parse_catalog(AuthorBytes::of(text + "</catalog>"), ReadMode::strict);
  if (!catalog) {
    std::fprintf(stderr, "%s\n", describe(catalog.error()).c_str());
    std::exit(3);
  }
  return std::move(*catalog);
}

bool is_outage(int day) {
  return day % 100 >= 60 && day % 100 < 95;
}

Answer Receiver::post(const std::string& id, const std::string& /*body*/) {
  ++requests;
  if (is_outage(day_)) return {0, "", std::nullopt, "Couldn't connect to server"};
  switch (day_ % 11) {
    case 3:
      return {200, "", std::nullopt, ""};  // a captive portal
    case 5:
      return {503, "", Duration(7'200), ""};
    case 7:
      if (id.front() == 'a') return {410, "", std::nullopt, ""};
      break;
    case 9:  // committed, and the answer is lost
      ++committed[id];
      return {0, "", std::nullopt, "Recv failure: Connection reset by peer"};
    default:
      break;
  }
  ++committed[id];
  return {201, id, std::nullopt, ""};
}

}  // namespace tocsin::soak
