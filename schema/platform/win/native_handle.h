// An open file, folder or lock as neutral classes keep it. CMake makes this schema/platform/native_handle.h.
#pragma once

#include <cstdint>

namespace tocsin {

/// A HANDLE of windows.h, which neutral headers do not include.
using NativeHandle = void*;

/// INVALID_HANDLE_VALUE.
// NOLINTNEXTLINE(performance-no-int-to-ptr): Windows defines it so
inline const NativeHandle kNoHandle = reinterpret_cast<NativeHandle>(std::intptr_t{-1});

}  // namespace tocsin
