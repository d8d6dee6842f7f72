// What Windows says of itself and its services. Layer: notifier/facts/sources, Windows only.
#pragma once

#include <cstdint>
#include <string>

#include "notifier/decide/facts.h"
#include "notifier/facts/sources/source_probe.h"

namespace tocsin {

/// RtlGetVersion's numbers and the registry's update revision.
struct WindowsVersion {
  std::uint32_t major = 0, minor = 0, build = 0;
  std::string revision;  // decimal; empty: unknown
  bool is_workstation = false;
};

/// "10.0.20348.2113", `server` or `client`. Without a revision the version has three parts.
[[nodiscard]] OsFact os_fact(const WindowsVersion& version, std::uint16_t machine);

/// This machine's.
[[nodiscard]] OsFact system_os();

/// Whether the service manager knows a service of that name, whatever its state. A name that is a path:
/// failed.
[[nodiscard]] Probed::Outcome probe_service(const std::string& name);

}  // namespace tocsin
