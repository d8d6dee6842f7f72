// The framing of scf.dat and of envelopes: bounds and counts only.
#include "schema/trust/framing.h"

#include <cstdint>
#include <string>

#include "schema/trust/rejection.h"

namespace tocsin {

std::string_view ByteReader::take(std::size_t count) {
  if (!ok_ || count > left_.size()) {
    ok_ = false;
    left_ = {};
    return {};
  }
  const std::string_view taken = left_.substr(0, count);
  left_.remove_prefix(count);
  return taken;
}

std::uint64_t ByteReader::number(std::size_t width) {
  std::uint64_t value = 0;
  for (const char byte : take(width)) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

Result<void> ByteReader::finish(std::string_view what) const {
  if (!ok_) return reject("TRUNCATED", std::string(what) + " ends within a field");
  if (!left_.empty()) return reject("SLACK", std::string(what) + " goes on after its last field");
  return {};
}

namespace {

Result<std::uint16_t> take_head(ByteReader& in, std::size_t file_size) {
  if (in.take(kScfMagic.size()) != kScfMagic) return reject("MAGIC");
  if (in.u32() != file_size) return reject("LENGTH", "the file is not as long as it says");
  const std::uint16_t count = in.u16();
  if (count < 2 || count > kMostRoots + 2) return reject("COUNT", "number of sections");
  if (in.u16() != 0) return reject("RESERVED", "after the number of sections");
  return count;
}

struct Section {
  std::uint16_t type = 0;
  std::string_view bytes;

  [[nodiscard]] bool is(Role role) const { return type == static_cast<std::uint16_t>(role); }
};

Result<Section> take_section(ByteReader& in) {
  Section section;
  section.type = in.u16();
  const std::uint16_t reserved = in.u16();
  section.bytes = in.take(in.u32());
  if (!in.ok()) return reject("TRUNCATED", "a section ends outside the file");
  if (reserved != 0) return reject("RESERVED", "in a section's head");
  return section;
}

/// What its place demands: notices last, programs only right before them and after a root, else roots.
Result<void> place_section(Sections& sections, const Section& section, std::size_t behind) {
  if (behind == 0 && section.is(Role::notices)) {
    sections.notices = section.bytes;
  } else if (behind == 1 && !sections.roots.empty() && section.is(Role::programs)) {
    sections.programs = section.bytes;
  } else if (behind > 0 && section.is(Role::root)) {
    sections.roots.push_back(section.bytes);
  } else {
    return reject("SECTIONS", "roots first, then programs or none, one notices last");
  }
  return {};
}

void put(std::string& out, std::uint64_t value, int width) {
  for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xff);
}

void put_section(std::string& out, Role role, std::string_view bytes) {
  put(out, static_cast<std::uint16_t>(role), 2);
  put(out, 0, 2);
  put(out, bytes.size(), 4);
  out += bytes;
}

}  // namespace

std::string_view role_name(Role role) {
  if (role == Role::root) return "root";
  return role == Role::programs ? "programs" : "notices";
}

Result<Sections> split_sections(std::string_view scf) {
  if (scf.size() < kScfLeastBytes || scf.size() > kScfMostBytes) return reject("SIZE", "16 to 65536 bytes");
  ByteReader in(scf);
  const std::uint16_t count = TRY(take_head(in, scf.size()));
  Sections sections;
  for (std::size_t behind = count; behind-- > 0;) {
    const Section section = TRY(take_section(in));
    TRY(place_section(sections, section, behind));
  }
  TRY(in.finish("scf.dat"));
  if (sections.roots.size() > kMostRoots) return reject("COUNT", "at most 64 roots");
  return sections;
}

std::string join_sections(const Sections& sections) {
  std::string body;
  for (const std::string_view root : sections.roots) put_section(body, Role::root, root);
  if (sections.programs) put_section(body, Role::programs, *sections.programs);
  put_section(body, Role::notices, sections.notices);
  std::string out(kScfMagic);
  put(out, kScfLeastBytes + body.size(), 4);
  put(out, sections.roots.size() + (sections.programs ? 2 : 1), 2);
  put(out, 0, 2);
  return out += body;
}

namespace {

/// Key ids are ordered as unsigned bytes; string_view compares in that way.
Result<void> check_order(const std::vector<Signature>& signatures) {
  for (std::size_t i = 1; i < signatures.size(); ++i) {
    if (!(signatures[i - 1].key_id < signatures[i].key_id)) return reject("SIG_ORDER", "key ids must ascend");
  }
  return {};
}

}  // namespace

Result<Envelope> split_envelope(std::string_view bytes) {
  ByteReader in(bytes);
  const std::uint32_t size = in.u32();
  if (size > kMostPayloadBytes) return reject("BIG_PAYLOAD", "at most 16384 bytes");
  Envelope envelope{bytes, in.take(size), {}};
  const std::uint8_t count = in.u8();
  if (!in.ok()) return reject("TRUNCATED", "an envelope ends before its signatures");
  if (count < 1 || count > kMostSignatures) return reject("SIGCOUNT", "1 to 16 signatures");
  for (std::uint8_t i = 0; i < count; ++i) {
    const std::string_view key_id = in.take(kKeyIdBytes);
    envelope.signatures.push_back({key_id, in.take(kSignatureBytes)});
  }
  TRY(in.finish("an envelope"));
  TRY(check_order(envelope.signatures));
  return envelope;
}

}  // namespace tocsin
