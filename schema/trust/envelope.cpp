// See envelope.h.
#include "schema/trust/envelope.h"

#include <cstdint>

#include "schema/trust/byte_reader.h"
#include "schema/trust/rejection.h"

namespace tocsin {
namespace {

/// string_view compares as unsigned bytes, which is the order of key ids.
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
  if (const auto end = in.finish("an envelope"); !end) return Failure(end.error());
  if (const auto order = check_order(envelope.signatures); !order) return Failure(order.error());
  return envelope;
}

}  // namespace tocsin
