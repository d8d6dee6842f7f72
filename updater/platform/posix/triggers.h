// The texts of the trigger files. Pure functions, for triggers.cpp and its tests.
#pragma once

#include <string>
#include <string_view>

#include "schema/core/brand.h"

namespace tocsin::updater {

/// Paths of the live set's programs, as seen on the machine itself (or in the image).
struct TriggerPaths {
  std::string gate;     // "/opt/example/messenger/current/messenger"
  std::string control;  // "/opt/example/messenger/current/messengerctl"
};
[[nodiscard]] TriggerPaths trigger_paths(const Brand& brand);

/// A word of an Exec line. Source: Desktop Entry Specification 1.5, "The Exec key" and "Value types".
[[nodiscard]] std::string desktop_word(std::string_view word);
/// A word of an ExecStart line. Source: systemd.service(5), "Command lines"; systemd.unit(5), "Specifiers".
[[nodiscard]] std::string unit_word(std::string_view word);
/// A word of a POSIX shell.
[[nodiscard]] std::string shell_word(std::string_view word);

/// /etc/xdg/autostart/UNIT.desktop: the gate at logon.
[[nodiscard]] std::string autostart_text(const Brand& brand);
/// UNIT.service and UNIT.timer of every user's manager: the gate once a day.
[[nodiscard]] std::string service_text(const Brand& brand);
[[nodiscard]] std::string timer_text(const Brand& brand);
/// /etc/profile.d/UNIT.sh: one line in an interactive terminal, or nothing.
[[nodiscard]] std::string hook_text(const Brand& brand);

}  // namespace tocsin::updater
