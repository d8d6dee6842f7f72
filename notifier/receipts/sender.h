// Sends what is due in the outbox and settles each row. Layer: notifier. Holds no lock across the network.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "notifier/record/store.h"
#include "schema/format/config/config.h"
#include "schema/platform/policy.h"

namespace tocsin {

/// How far an exchange on a new connection came, for whoever asks why receipts do not arrive.
struct Route {
  bool is_named = false;      // the first host, proxy or receiver, was resolved
  bool is_connected = false;  // TCP, to that host
  int proxy_status = 0;       // a proxy's answer to CONNECT; 0: there was none
  bool is_secured = false;    // TLS with the receiver, verified
  std::string address;        // of the first host
  std::string issuer;         // of the receiver's certificate
};

/// One exchange as the sender sees it; `status` 0 when there was none.
struct Answer {
  int status = 0;
  std::string receipt_id;               // response header Receipt-Id
  std::optional<Duration> retry_after;  // delta-seconds or HTTP date, not negative
  std::string error;                    // transport or TLS, scrubbed of user data
  Route route = {};
};

/// The network, so that tests can script it. http/curl.cpp is the real one.
class Http {
 public:
  virtual ~Http() = default;
  /// POSTs `body`; never follows a redirect, never more than 16 KiB of answer.
  [[nodiscard]] virtual Answer post(const std::string& id, const std::string& body) = 0;
};

/// What to do with a row after an answer. Pure.
/// Delay: Retry-After, capped at 24 h, plus uniform(0, min(6 h, 30 s * 2^attempts)), 24 h in all at most; a
/// refusal (4xx but 407, 408, 409, 425, 429) waits a day, the third parks.
struct Settlement {
  enum class Kind : std::uint8_t { delivered, postponed, parked };
  Kind kind = Kind::postponed;
  Instant next_attempt;
  bool refused = false;
  std::string error;
};
[[nodiscard]] Settlement settle(const OutboxRow& row, const Answer& answer, Instant now, double uniform01);

struct SendReport {
  std::uint32_t delivered = 0, postponed = 0, parked = 0, not_due = 0;
};
/// Time since the call that made it, by the steady clock.
[[nodiscard]] std::function<Duration()> stopwatch();

/// Sends every due row once, in order of next_attempt, within 60 s in all; what is then left is counted as
/// not due. Rows too old or too many go first (Store::expire).
[[nodiscard]] Result<SendReport> send_due(Store& store, Http& http, const std::function<Instant()>& now,
                                          const std::function<double()>& uniform01,
                                          const std::function<Duration()>& elapsed = stopwatch());

/// Where receipts go after policy: ReceiptUrl with scheme, host and port of ReceiptRelay where one is set.
/// Errors: malformed when the outcome is not https to an allowed host (a relay's host is the machine's own
/// choice).
[[nodiscard]] Result<std::string> receipt_target(const Config& config, const Policy& policy,
                                                 const Brand& brand);

}  // namespace tocsin
