// A Recorder that tells the log what another one has recorded. Layer: notifier/acts.
#pragma once

#include <string>

#include "notifier/acts/recorder.h"
#include "schema/platform/log.h"

namespace tocsin {

class Logged : public Recorder {
 public:
  explicit Logged(Recorder& inner) : inner_(inner) {}
  Result<void> displayed(const Act& act) override {
    return log(inner_.displayed(act), Event::shown, "shown", act);
  }
  Result<void> acknowledged(const Act& act) override {
    return log(inner_.acknowledged(act), Event::acknowledged, "acknowledged", act);
  }
  Result<void> put_off(const Act& act, Instant until) override {
    return log(inner_.put_off(act, until), Event::note, "put off until " + format_instant(until), act);
  }
  std::string what_is_sent(const Act& act) override { return inner_.what_is_sent(act); }

 private:
  static Result<void> log(Result<void> done, Event event, const std::string& what, const Act& act) {
    if (!done) {
      log_error(Event::note, done.error());
    } else {
      log_line(event, Level::notice,
               what + ": " + std::string(act.message->id) + "/" + std::to_string(act.message->revision));
    }
    return done;
  }
  Recorder& inner_;
};

}  // namespace tocsin
