// A probe that remembers: each place is looked at once, whoever asks and for what. Layer: notifier.
#pragma once

#include <map>
#include <string_view>
#include <tuple>

#include "notifier/facts/sources/source_probe.h"

namespace tocsin {

/// `probe` and the asked sources' texts outlive it. The same place declared twice is one place.
class OnceProbe : public SourceProbe {
 public:
  explicit OnceProbe(SourceProbe& probe) : probe_(probe) {}

  Probed look(const Source& source) override;
  OsFact os() override { return probe_.os(); }

 private:
  using Place = std::tuple<Source::Kind, std::string_view, std::string_view>;

  SourceProbe& probe_;
  std::map<Place, Probed> seen_;
};

}  // namespace tocsin
