// The machine a notice is meant for: everything it asks for is there, each with the first version that its
// condition names. Layer: packaging/preview.
#pragma once

#include "notifier/decide/facts.h"
#include "schema/format/catalog/catalog.h"

namespace tocsin {

class MeantFacts : public Facts {
 public:
  /// `message` outlives it.
  explicit MeantFacts(const Message& message) : message_(message) {}
  Truth host() override { return Truth::yes; }
  Finding console(std::string_view type, Need need) override;
  Finding component(std::string_view id, Need need) override;
  const OsFact& os() override { return os_; }
  bool member() override { return true; }

 private:
  [[nodiscard]] Finding meant(Condition::Op op, std::string_view name) const;
  const Message& message_;
  OsFact os_ = {"linux", "debian", "12", "x86_64"};
};

}  // namespace tocsin
