// Whether a standard stream is a terminal. Layer: platform.
#pragma once

namespace tocsin {
/// Whether standard error is a terminal, or a console on Windows.
[[nodiscard]] bool is_error_terminal();
}  // namespace tocsin
