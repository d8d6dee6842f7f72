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
  const std::uint16_t count = TRY(take_head(in, scf.size()));
  Sections sections;
  for (std::uint16_t i = 1; i < count; ++i) {
    sections.roots.push_back(TRY(take_section(in, Role::root)));
  }
  sections.release = TRY(take_section(in, Role::release));
  TRY(in.finish("scf.dat"));
  return sections;
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
