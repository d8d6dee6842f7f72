// Facts of the machine this program runs on, found by the catalog's own declarations, each asked at most
// once. Layer: notifier.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "notifier/decide/facts.h"
#include "notifier/facts/once_probe.h"
#include "notifier/facts/sources/source_probe.h"
#include "schema/format/catalog/detect.h"

namespace tocsin {

/// `detect` and `probe` outlive it. An undeclared id is unknown.
class LiveFacts : public Facts {
 public:
  LiveFacts(const Detect& detect, SourceProbe& probe, bool is_member)
      : detect_(detect), probe_(probe), is_member_(is_member) {}

  Truth host() override;
  Finding console(std::string_view type, Need need) override;
  Finding component(std::string_view id, Need need) override;
  const OsFact& os() override;
  bool member() override { return is_member_; }

 private:
  Finding find(const Detected* declared, Need need);

  const Detect& detect_;
  OnceProbe probe_;
  bool is_member_;
  std::optional<Truth> host_;
  std::optional<OsFact> os_;
};

/// In order, the first source that finds it wins (with Need::version: the first that answers with a version);
/// all applicable ones say no, or none is for this system: absent; one failed and none found: unknown.
[[nodiscard]] Finding find_first(std::span<const Source> sources, SourceProbe& probe, Need need);

}  // namespace tocsin
