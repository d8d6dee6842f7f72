// The vendor of the soak: a catalog a fortnight, and a receiver with its bad days.
#pragma once

#include <map>
#include <string>

#include "notifier/receipts/sender.h"
#include "schema/format/catalog/catalog.h"

namespace tocsin::soak {

inline constexpr std::int64_t kDaySeconds = 86'400;
inline constexpr Instant kFirstDay = instant_at(1'800'000'000);
inline constexpr int kDaysPerRelease = 14;
inline constexpr int kNoticesPerRelease = 6;

/// Of the release that is live on this day: its notices are new, run for 60 days, and one is a revision of an
/// older one.
[[nodiscard]] Catalog catalog_of(int day);
[[nodiscard]] Instant issued_on(int day);

/// Answers as the days have it: sound, unreachable, busy, a captive portal, a refusal, a reply that is lost.
class Receiver : public Http {
 public:
  void begin(int day) { day_ = day; }
  Answer post(const std::string& id, const std::string& body) override;
  /// Ids committed, and how often each came.
  std::map<std::string, int> committed;
  int requests = 0;

 private:
  int day_ = 0;
};

/// Whether it is down on this day, for weeks on end now and then.
[[nodiscard]] bool is_outage(int day);

}  // namespace tocsin::soak
