// Rows to store, and comparisons of what comes back. Tests only.
#pragma once

#include <string>

#include "notifier/record/store.h"

namespace tocsin::tests {

inline Decision acknowledgement(const std::string& message, std::uint32_t revision = 1) {
  Decision decision;
  decision.message = message;
  decision.revision = revision;
  decision.when = instant_at(1'700'000'000);
  decision.release = {2, 7};
  return decision;
}

inline Decision put_off(const std::string& message, std::int64_t until) {
  Decision decision = acknowledgement(message);
  decision.kind = Decision::Kind::put_off;
  decision.until = instant_at(until);
  return decision;
}

inline HistoryRow history_row(const std::string& message, const std::string& what,
                              std::uint32_t revision = 1) {
  return {message, revision, what, instant_at(1'700'000'000), {2, 7}, "Title of " + message, "de"};
}

inline OutboxRow queued(const std::string& id, std::int64_t created = 1'700'000'000) {
  OutboxRow row;
  row.id = id;
  row.body = "{\"id\":\"" + id + "\"}";
  row.message = "av95";
  row.outcome = "acknowledged";
  row.created = instant_at(created);
  row.next_attempt = instant_at(created);
  return row;
}

inline bool same(const Decision& a, const Decision& b) {
  return a.message == b.message && a.revision == b.revision && a.kind == b.kind && a.when == b.when &&
         a.until == b.until && a.release == b.release;
}

/// Twelve messages acknowledged, each with history and receipt, so that the file has pages of every kind.
inline void fill(Store& store, int messages = 12) {
  for (int n = 0; n < messages; ++n) {
    const std::string id = "message-" + std::to_string(n);
    HistoryRow history = history_row(id, "acknowledged");
    history.title = std::string(200, 'T');
    OutboxRow receipt = queued("receipt-" + std::to_string(n));
    receipt.body = std::string(400, 'b');
    static_cast<void>(store.record(acknowledgement(id), history, receipt));
  }
}

/// Whether every decision read is one that fill() wrote.
inline bool nothing_invented(const Decisions& decisions) {
  for (const Decision& row : decisions.rows()) {
    const bool ours = row.message.starts_with("message-") && same(row, acknowledgement(row.message));
    const std::string number = ours ? row.message.substr(8) : "x";
    if (!ours || number.empty() || number.find_first_not_of("0123456789") != std::string::npos) return false;
    if (std::stoi(number) >= 12) return false;
  }
  return true;
}

}  // namespace tocsin::tests
