// The words by which the author's kit knows which of our programs a file is: compiled into each as a
// constant, so that they survive stripping and are the same in ELF and PE.
#pragma once

#include <string_view>

#define TOCSIN_PROGRAM_MARK_BEGIN "\x1aTOCSIN PROGRAM "
#define TOCSIN_PROGRAM_MARK_END "\x1a"
#define TOCSIN_PROGRAM_MARK(role) TOCSIN_PROGRAM_MARK_BEGIN role TOCSIN_PROGRAM_MARK_END

/// The mark of the program that this is linked into. The linker is given this name.
// NOLINTNEXTLINE(readability-identifier-naming): a name of C.
extern "C" const char tocsin_program_mark[];

namespace tocsin {

inline constexpr std::string_view kProgramMarkBegin = TOCSIN_PROGRAM_MARK_BEGIN;
inline constexpr std::string_view kProgramMarkEnd = TOCSIN_PROGRAM_MARK_END;

}  // namespace tocsin
