# CMake toolchain: Debian -> Windows x64 by mingw-w64 with POSIX threads (std::thread; Debian's default alternative is the
# win32 model, hence the full names). The libraries are build.sh's.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(mingw x86_64-w64-mingw32)
set(CMAKE_C_COMPILER ${mingw}-gcc-posix)
set(CMAKE_CXX_COMPILER ${mingw}-g++-posix)
set(CMAKE_RC_COMPILER ${mingw}-windres)
find_program(CMAKE_AR NAMES ${mingw}-gcc-ar-posix REQUIRED)
find_program(CMAKE_RANLIB NAMES ${mingw}-gcc-ranlib-posix REQUIRED)

if(NOT TOCSIN_WINDOWS_PREFIX)
  execute_process(COMMAND ${CMAKE_CURRENT_LIST_DIR}/build.sh --prefix OUTPUT_VARIABLE TOCSIN_WINDOWS_PREFIX
                  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  if(NOT IS_DIRECTORY ${TOCSIN_WINDOWS_PREFIX})
    message(FATAL_ERROR "The Windows libraries are not built: run third_party/windows/build.sh")
  endif()
endif()
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES TOCSIN_WINDOWS_PREFIX)
set(CMAKE_FIND_ROOT_PATH ${TOCSIN_WINDOWS_PREFIX} /usr/${mingw})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

# Windows 10, the same in every library. Static, so that only the system's own DLLs are imported; -s here, because strip
# afterwards would rewrite the time stamp.
set(CMAKE_C_FLAGS_INIT "-D_WIN32_WINNT=0x0A00 -DWINVER=0x0A00 -ffunction-sections -fdata-sections")
set(CMAKE_CXX_FLAGS_INIT "${CMAKE_C_FLAGS_INIT}")
set(CMAKE_EXE_LINKER_FLAGS_INIT
    "-static -s -Wl,--gc-sections -Wl,--no-insert-timestamp -Wl,--dynamicbase -Wl,--high-entropy-va -Wl,--nxcompat")
