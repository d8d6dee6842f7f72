// The road to the Event Log, apart so that tests can look at what is sent. Layer: platform, Windows only.
#pragma once

#include <windows.h>

#include <string_view>

#include "schema/platform/log.h"
#include "schema/platform/win/handle.h"

namespace tocsin {

/// EVENTLOG_ERROR_TYPE, _WARNING_TYPE or _INFORMATION_TYPE.
[[nodiscard]] WORD event_type(Level level);

/// One line for whoever reads standard error: UTF-16 to a console, UTF-8 and one write to anything else.
void write_to_error(HANDLE error, std::string_view identifier, std::string_view line);

}  // namespace tocsin
