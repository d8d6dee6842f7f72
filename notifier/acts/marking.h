// A Recorder that lets the machine's other administrators know what another one has recorded.
// Layer: notifier/acts.
#pragma once

#include <string>
#include <utility>

#include "notifier/acts/recorder.h"

namespace tocsin {

class Marking : public Recorder {
 public:
  /// `inner` outlives it.
  Marking(Recorder& inner, std::string machine_folder)
      : inner_(inner), machine_folder_(std::move(machine_folder)) {}
  Result<void> displayed(const Act& act) override { return inner_.displayed(act); }
  /// The reader's own acknowledgement stands even where no mark can be left: that is a line of the log.
  Result<void> acknowledged(const Act& act) override;
  Result<void> put_off(const Act& act, Instant until) override { return inner_.put_off(act, until); }
  std::string what_is_sent(const Act& act) override { return inner_.what_is_sent(act); }

 private:
  Recorder& inner_;
  std::string machine_folder_;
};

}  // namespace tocsin
