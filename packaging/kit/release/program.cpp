#include "packaging/kit/release/program.h"

#include <cstddef>
#include <cstdint>

#include "schema/core/program_mark.h"

namespace tocsin {
namespace {

/// 0 where the bytes end before it.
std::uint64_t little(std::string_view bytes, std::size_t at, std::size_t width) {
  if (at > bytes.size() || bytes.size() - at < width) return 0;
  std::uint64_t value = 0;
  for (std::size_t k = width; k-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + k]);
  return value;
}

/// Source: ELF-64 Object File Format: e_ident (class 64, little-endian), e_machine.
bool is_elf(std::string_view bytes) {
  constexpr std::uint64_t kMachineAmd64 = 62;
  return bytes.starts_with(
             "\x7f"
             "ELF\x02\x01") &&
         little(bytes, 18, 2) == kMachineAmd64;
}

/// Source: PE Format: e_lfanew, signature, Machine, the optional header's magic.
bool is_pe(std::string_view bytes) {
  constexpr std::uint64_t kX64 = 0x8664, kPe32Plus = 0x20b;
  if (!bytes.starts_with("MZ")) return false;
  const std::uint64_t header = little(bytes, 0x3c, 4);
  return little(bytes, header, 4) == 0x4550 && little(bytes, header + 4, 2) == kX64 &&
         little(bytes, header + 24, 2) == kPe32Plus;
}

Failure wrong(std::string detail) {
  return fail(Code::invalid_argument, "release.program", std::move(detail), "PROGRAM");
}

}  // namespace

std::string_view platform_of(std::string_view program) {
  if (is_elf(program)) return "linux-x86_64";
  if (is_pe(program)) return "windows-x86_64";
  return "";
}

std::string_view marked_role(std::string_view program) {
  constexpr std::size_t kLongestRole = 16;
  std::string_view found;
  for (std::size_t at = program.find(kProgramMarkBegin); at != std::string_view::npos;
       at = program.find(kProgramMarkBegin, at + 1)) {
    const std::string_view behind = program.substr(at + kProgramMarkBegin.size(), kLongestRole);
    const std::size_t end = behind.find(kProgramMarkEnd);
    if (end == std::string_view::npos) continue;
    const std::string_view role = behind.substr(0, end);
    if (!found.empty() && role != found) return "";
    found = role;
  }
  return found;
}

Result<void> check_program(std::string_view program, std::string_view role, std::string_view platform) {
  const std::string_view built_for = platform_of(program);
  if (built_for.empty()) return wrong("neither an ELF nor a PE program of x86_64");
  if (built_for != platform)
    return wrong("a program for " + std::string(built_for) + ", not for " + std::string(platform));
  const std::string_view marked = marked_role(program);
  if (marked.empty()) return wrong("is not marked as one of the programs of a release");
  if (marked != role) return wrong("is the " + std::string(marked) + ", not the " + std::string(role));
  return {};
}

}  // namespace tocsin
