// An open file, folder or lock as neutral classes keep it. CMake makes this schema/platform/native_handle.h.
#pragma once

namespace tocsin {

/// A file descriptor.
using NativeHandle = int;

inline constexpr NativeHandle kNoHandle = -1;

}  // namespace tocsin
