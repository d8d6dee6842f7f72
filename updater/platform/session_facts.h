// Parses what loginctl prints about sessions, as untrusted text. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::updater {

inline constexpr std::size_t kMostSessions = 1024;

/// Session ids of `loginctl list-sessions --no-legend`: the first word of each line, [A-Za-z0-9]{1,32}, each
/// once, at most kMostSessions.
[[nodiscard]] std::vector<std::string> session_ids(std::string_view listing);

struct SessionFacts {
  std::uint32_t uid = 0;
  std::string display;  // X11's name, ":0"; empty for Wayland
};

/// From `loginctl show-session ID`, lines of key=value: a person's graphical session that is not closing and
/// not root's. None for any other session, and for text that is malformed or has a key twice.
[[nodiscard]] std::optional<SessionFacts> graphical_session(std::string_view properties);

}  // namespace tocsin::updater
