// The Recorder of a reader whose record cannot be opened: notices are shown, every act says why it is not
// kept. Layer: notifier/acts.
#pragma once

#include <utility>

#include "notifier/acts/recorder.h"

namespace tocsin {

class Unrecorded : public Recorder {
 public:
  explicit Unrecorded(Error why) : why_(std::move(why)) {}
  Result<void> displayed(const Act& /*act*/) override { return Failure(why_); }
  Result<void> acknowledged(const Act& /*act*/) override { return Failure(why_); }
  Result<void> put_off(const Act& /*act*/, Instant /*until*/) override { return Failure(why_); }
  std::string what_is_sent(const Act& /*act*/) override { return {}; }

 private:
  Error why_;
};

}  // namespace tocsin
