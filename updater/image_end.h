// Where a program's own bytes end in its file: what follows was put behind it. For telling a patch that was
// cut off from a program that carries nothing. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "schema/trust/patch.h"

namespace tocsin {

/// The end of a 64-bit ELF or PE32+ image as its headers declare it, in bytes from the start of the file; it
/// may lie beyond the end of a file that was cut off. None for any other file.
/// Errors: those of `read`.
/// Source: elf(5); PE format, "Section Table" and "COFF String Table".
[[nodiscard]] Result<std::optional<std::uint64_t>> find_image_end(const ReadAt& read,
                                                                  std::uint64_t file_size);

/// A program with something behind it, or with less than its headers declare: a patch has lost its end.
[[nodiscard]] bool is_cut_off(const ReadAt& read, std::uint64_t file_size);

}  // namespace tocsin
