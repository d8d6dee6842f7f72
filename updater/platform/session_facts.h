// Parses what the login manager keeps about a session, as untrusted text. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

inline constexpr std::size_t kMostSessions = 1024;
inline constexpr std::size_t kSessionFileBytes = 64u << 10;

/// Whether a file's name is a session's id: [A-Za-z0-9]{1,32}. The login manager has pipes and temporary
/// files beside them, whose names have a dot.
[[nodiscard]] bool is_session_id(std::string_view name);

struct SessionFacts {
  std::uint32_t uid = 0;
  std::string display;  // X11's name, ":0"; empty for Wayland
};

/// From /run/systemd/sessions/ID, lines of KEY=value: a person's graphical session that is not closing and
/// not root's. None for any other session, and for text that is malformed or has a key twice.
/// Source: session_save() of systemd and elogind, src/login/logind-session.c; sd-login reads the same keys.
[[nodiscard]] std::optional<SessionFacts> graphical_session(std::string_view properties);

}  // namespace tocsin
