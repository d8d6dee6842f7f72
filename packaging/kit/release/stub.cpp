#include "packaging/kit/release/stub.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "packaging/kit/files/any_file.h"
#include "schema/trust/patch.h"

namespace tocsin {
namespace {

// Of a PE32+ file, in bytes behind its signature. Source: PE format, "Optional Header".
constexpr std::size_t kHeaderAt = 0x3c;
constexpr std::size_t kChecksum = 24 + 64;
constexpr std::size_t kSecurityEntry = 24 + 144;
constexpr std::size_t kHeaderEnd = kSecurityEntry + 8;

/// Where the PE header begins; 0 for anything but a PE file with a security entry.
std::size_t header_of(std::string_view program) {
  if (!program.starts_with("MZ") || program.size() < kHeaderAt + 4) return 0;
  std::size_t at = 0;
  for (std::size_t k = 4; k-- > 0;) at = at << 8 | static_cast<unsigned char>(program[kHeaderAt + k]);
  const bool is_inside = at > 0 && at < program.size() && program.size() - at >= kHeaderEnd;
  return is_inside && program.substr(at, 4) == std::string_view("PE\0\0", 4) ? at : 0;
}

/// The same bytes with checksum and security entry zero.
std::string normalised(std::string_view program) {
  std::string bytes(program);
  if (const std::size_t at = header_of(program); at != 0) {
    std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at + kChecksum), 4, '\0');
    std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at + kSecurityEntry), 8, '\0');
  }
  return bytes;
}

}  // namespace

Result<std::string> without_signature(std::string_view program) {
  const auto table = TRY(find_certificate_table(reader_of(program), program.size()));
  if (!table) return std::string(program);
  if (table->begin + table->size != program.size()) {
    return fail(Code::malformed, "pack.stub",
                "the certificate table of its signature does not reach the file's end");
  }
  return normalised(program.substr(0, table->begin));
}

Result<bool> is_stub(std::string_view before, std::string_view updater) {
  constexpr std::size_t kMostZeros = 7 + 7;  // of a signature, then of pack
  const std::string bare = normalised(TRY(without_signature(updater)));
  const std::string found = normalised(before);
  if (!found.starts_with(bare) || found.size() - bare.size() > kMostZeros) return false;
  return std::all_of(found.begin() + static_cast<std::ptrdiff_t>(bare.size()), found.end(),
                     [](char byte) { return byte == '\0'; });
}

}  // namespace tocsin
