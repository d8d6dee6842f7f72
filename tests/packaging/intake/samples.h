// Receipts for the tests of the intake, with ids that follow from their fields.
#pragma once

#include <string>

#include "notifier/receipts/identity.h"
#include "packaging/intake/reading.h"

namespace tocsin::intake {

inline Origin vendor() {
  return {"urn:example:messenger", "com.example.messenger", false};
}

struct Sample {
  std::string installation = "aaaaaaaaaaaaaaaaaaaaaaaaaa", message = "av95", outcome = "acknowledged";
  std::string actor = "0123456789abcdef";
  unsigned revision = 2;

  [[nodiscard]] std::string id() const {
    const Outcome kind = outcome == "displayed"      ? Outcome::displayed
                         : outcome == "acknowledged" ? Outcome::acknowledged
                                                     : Outcome::test;
    return receipt_id({installation, actor}, message, revision, kind);
  }
  [[nodiscard]] std::string json() const {
    const std::string number = std::to_string(revision);
    return R"({"specversion":"1.0","id":")" + id() + R"(","source":"urn:example:messenger:)" + installation +
           R"(","type":"com.example.messenger.)" + outcome + R"(.v1","subject":")" + message + "/" + number +
           R"(","time":"2026-11-22T01:00:00Z","messageid":")" + message + R"(","revision":)" + number +
           R"(,"epoch":2,"serial":18446744073709551615,"outcome":")" + outcome +
           (actor.empty() ? "\"" : R"(","actor":")" + actor + "\"") +
           R"(,"locale":"de-AT","client":"1.2.0","os":"linux"})";
  }
};

}  // namespace tocsin::intake
