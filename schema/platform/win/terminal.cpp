// See terminal.h. Layer: platform, Windows only.
#include "schema/platform/terminal.h"

#include <windows.h>

namespace tocsin {

bool is_error_terminal() {
  DWORD mode = 0;
  return ::GetConsoleMode(::GetStdHandle(STD_ERROR_HANDLE), &mode) != 0;
}

}  // namespace tocsin
