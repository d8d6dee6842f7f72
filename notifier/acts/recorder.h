// How what the reader did becomes durable rows and queued receipts. The presenter has no other access to the
// store.
#pragma once

#include <string>

#include "schema/core/instant.h"
#include "schema/core/result.h"
#include "schema/format/catalog/catalog.h"

namespace tocsin {

/// What the reader did with one message, as it was shown.
struct Act {
  const Message* message = nullptr;
  std::string title;   // as shown
  std::string locale;  // of the text shown
};

class Recorder {
 public:
  virtual ~Recorder() = default;
  [[nodiscard]] virtual Result<void> displayed(const Act& act) = 0;
  [[nodiscard]] virtual Result<void> acknowledged(const Act& act) = 0;
  [[nodiscard]] virtual Result<void> put_off(const Act& act, Instant until) = 0;
  /// The exact JSON that an acknowledgement would send; empty when policy or config says that nothing is
  /// sent.
  [[nodiscard]] virtual std::string what_is_sent(const Act& act) = 0;
};

}  // namespace tocsin
