// Whether systemd knows a service, from its unit files alone: the manager is not asked. Layer:
// notifier/facts/sources, POSIX only.
#pragma once

#include <string>

#include "notifier/facts/sources/source_probe.h"

namespace tocsin {

/// Shape: `name` without ".service"; the first of systemd's folders that has the unit decides; one that is
/// masked is absent.
[[nodiscard]] Probed::Outcome probe_service(const std::string& root, const std::string& name);

}  // namespace tocsin
