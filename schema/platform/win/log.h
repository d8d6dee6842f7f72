// Parts of the Event Log output, in a header so that tests can check them.
#pragma once

#include <windows.h>

#include <string_view>

#include "schema/platform/log.h"
#include "schema/platform/win/handle.h"

namespace tocsin {

/// EVENTLOG_ERROR_TYPE, _WARNING_TYPE or _INFORMATION_TYPE.
[[nodiscard]] WORD event_type(Level level);

/// Writes one line to standard error: as UTF-16 to a console, else as UTF-8 in one write.
void write_to_error(HANDLE error, std::string_view identifier, std::string_view line);

}  // namespace tocsin
