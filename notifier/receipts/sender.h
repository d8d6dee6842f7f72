// Sends the receipts that are due, and settles each row of the outbox by the answer.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "notifier/record/store.h"
#include "schema/format/config/config.h"
#include "schema/platform/policy.h"

namespace tocsin {

/// How far an exchange on a new connection came: `receipts test` shows it.
struct Route {
  bool is_named = false;      // the name of the first host, proxy or receiver, was resolved
  bool is_connected = false;  // TCP, to that host
  int proxy_status = 0;       // a proxy's answer to CONNECT; 0: there was none
  bool is_secured = false;    // TLS with the receiver, verified
  std::string address;        // the first host's
  std::string issuer;         // the issuer of the receiver's certificate
};

/// One exchange as the sender sees it; `status` 0 when there was none.
struct Answer {
  int status = 0;
  std::string receipt_id;               // response header Receipt-Id
  std::optional<Duration> retry_after;  // delta-seconds or HTTP date, not negative
  std::string error;                    // transport or TLS, scrubbed of user data
  Route route = {};
};

/// The network. http/curl.cpp is the real one; tests script their own.
class Http {
 public:
  virtual ~Http() = default;
  /// POSTs `body`; never follows a redirect, never more than 16 KiB of answer.
  [[nodiscard]] virtual Answer post(const std::string& id, const std::string& body) = 0;
};

/// What to do with a row after an answer. Pure.
/// Delay: Retry-After, capped at 24 h, plus uniform(0, min(6 h, 30 s * 2^attempts)), 24 h in all at most.
/// After a refusal (4xx other than 407, 408, 409, 425, 429) the row waits a day; after the third it is
/// parked.
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

/// Time since the call of stopwatch(), by the steady clock.
[[nodiscard]] std::function<Duration()> stopwatch();

/// Sends every due row once, in the order of next_attempt, within 60 s in all. The rows that are left then
/// are counted as not due. Before that, old and surplus rows are removed (Store::expire).
[[nodiscard]] Result<SendReport> send_due(Store& store, Http& http, const std::function<Instant()>& now,
                                          const std::function<double()>& uniform01,
                                          const std::function<Duration()>& elapsed = stopwatch());

/// The address that policy leads to: ReceiptUrl, with host and port of ReceiptRelay where one is set.
/// Errors: malformed when this is not an https URL of an allowed host. (The host of a relay is not checked:
/// the machine's administrator chooses it.)
[[nodiscard]] Result<std::string> receipt_target(const Config& config, const Policy& policy,
                                                 const Brand& brand);

}  // namespace tocsin
