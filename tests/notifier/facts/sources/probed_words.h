// What a probe answers, as one text for the tables.
#pragma once

#include <string>
#include <string_view>

#include "notifier/facts/sources/source_probe.h"

namespace tocsin {

/// "found 1.2", "absent", "failed" or "not applicable".
inline std::string word(const Probed& probed) {
  switch (probed.outcome) {
    case Probed::Outcome::found:
      return probed.version.empty() ? "found" : "found " + probed.version;
    case Probed::Outcome::absent:
      return "absent";
    case Probed::Outcome::failed:
      return "failed";
    case Probed::Outcome::not_applicable:
      break;
  }
  return "not applicable";
}

inline Source source(Source::Kind kind, std::string_view name, std::string_view value = {}) {
  return {kind, name, value, Scheme::dotted, 0};
}

}  // namespace tocsin
