// What the login manager says of sessions, read as untrusted text. Pure. Layer: updater/platform.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

inline constexpr std::size_t kMostSessions = 1024;

/// Session ids of `loginctl list-sessions --no-legend`: the first word of each line, [A-Za-z0-9]{1,32}, each
/// once, at most kMostSessions.
[[nodiscard]] std::vector<std::string> session_ids(std::string_view listing);

struct SessionFacts {
  std::uint32_t uid = 0;
  std::string display;  // X11's name, ":0"; empty for Wayland
};

/// Of `loginctl show-session ID`, lines of key=value: a person's graphical session that is not closing, and
/// not root's. None for any other, and for what is malformed or says a key twice.
[[nodiscard]] std::optional<SessionFacts> graphical_session(std::string_view properties);

}  // namespace tocsin
