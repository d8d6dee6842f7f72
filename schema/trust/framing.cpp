// See framing.h.
#include "schema/trust/framing.h"

#include <string>

#include "schema/trust/byte_reader.h"
#include "schema/trust/rejection.h"

namespace tocsin {
namespace {

Result<std::uint16_t> take_head(ByteReader& in, std::size_t file_size) {
  if (in.take(kScfMagic.size()) != kScfMagic) return reject("MAGIC");
  if (in.u32() != file_size) return reject("LENGTH", "the file is not as long as it says");
  const std::uint16_t count = in.u16();
  if (count < 2 || count > kMostRoots + 1) return reject("COUNT", "number of sections");
  if (in.u16() != 0) return reject("RESERVED", "after the number of sections");
  return count;
}

Result<std::string_view> take_section(ByteReader& in, Role expected) {
  const std::uint16_t type = in.u16();
  const std::uint16_t reserved = in.u16();
  const std::string_view bytes = in.take(in.u32());
  if (!in.ok()) return reject("TRUNCATED", "a section ends outside the file");
  if (type != static_cast<std::uint16_t>(expected))
    return reject("SECTIONS", "roots first, one release last");
  if (reserved != 0) return reject("RESERVED", "in a section's head");
  return bytes;
}

}  // namespace

Result<Sections> split_sections(std::string_view scf) {
  if (scf.size() < kScfLeastBytes || scf.size() > kScfMostBytes) return reject("SIZE", "16 to 65536 bytes");
  ByteReader in(scf);
  const auto count = take_head(in, scf.size());
  if (!count) return Failure(count.error());
  Sections sections;
  for (std::uint16_t i = 1; i < *count; ++i) {
    const auto root = take_section(in, Role::root);
    if (!root) return Failure(root.error());
    sections.roots.push_back(*root);
  }
  const auto release = take_section(in, Role::release);
  if (!release) return Failure(release.error());
  sections.release = *release;
  if (const auto end = in.finish("scf.dat"); !end) return Failure(end.error());
  return sections;
}

}  // namespace tocsin
