// What a program's own bytes say of it: the system it is for, and which of our programs it is.
#pragma once

#include <string>
#include <string_view>

#include "schema/core/result.h"

namespace tocsin {

/// "linux-x86_64" for an ELF program of that machine, "windows-x86_64" for such a PE32+ program, "" for
/// anything else.
[[nodiscard]] std::string_view platform_of(std::string_view program);

/// The role that the program was built for ("dialog"), by the mark that the build leaves in it
/// (schema/core/program_mark.h); "" if it has none or several, as a whole patch has.
[[nodiscard]] std::string_view marked_role(std::string_view program);

/// Errors: invalid_argument (`rule` PROGRAM), with a sentence: built for another platform, another of our
///         programs, or none of them.
[[nodiscard]] Result<void> check_program(std::string_view program, std::string_view role,
                                         std::string_view platform);

}  // namespace tocsin
