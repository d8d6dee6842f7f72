// A probe that remembers. Layer: notifier.
#include "notifier/facts/once_probe.h"

namespace tocsin {

Probed OnceProbe::look(const Source& source) {
  const Place place{source.kind, source.name, source.value};
  if (const auto known = seen_.find(place); known != seen_.end()) return known->second;
  return seen_.emplace(place, probe_.look(source)).first->second;
}

}  // namespace tocsin
