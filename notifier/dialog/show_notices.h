// Runs the toolkit until the window is closed. Layer: notifier/dialog.
#pragma once

#include "notifier/dialog/notice_window.h"

namespace tocsin {

/// Where none is due, but some were withdrawn: the text that says so. Once a process. Errors: unavailable
/// when no window can be shown (no display, no access to it).
[[nodiscard]] Result<void> show_notices(Presenter& presenter, OpenLink open_link,
                                        ClickGuard guard = ClickGuard());

}  // namespace tocsin
