// See root.h.
#include "schema/trust/root.h"

#include <algorithm>
#include <utility>

#include "schema/trust/rejection.h"

namespace tocsin {
namespace {

constexpr std::uint64_t kEndOfYear9999 = 253402300799u;

}  // namespace

Instant to_instant(std::uint64_t unix_seconds) {
  return {static_cast<std::int64_t>(std::min(unix_seconds, kEndOfYear9999))};
}

std::uint64_t to_unix(Instant instant) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(instant.seconds, 0));
}

Result<void> take_payload_head(ByteReader& in, Role role) {
  const std::uint8_t version = in.u8();
  const std::uint8_t given = in.u8();
  if (in.ok() && version != 1) return reject("VERSION", "only format 1 is known");
  if (in.ok() && given != static_cast<std::uint8_t>(role)) return reject("ROLE", "a payload of another role");
  return {};
}

Result<Root> decode_root(Envelope envelope) {
  ByteReader in(envelope.payload);
  if (const auto head = take_payload_head(in, Role::root); !head) return Failure(head.error());
  Root root;
  root.envelope = std::move(envelope);
  root.product = in.take(in.u16());
  root.version = in.u64();
  root.epoch = in.u32();
  root.issued = in.u64();
  root.expires = in.u64();
  root.floor = in.u64();
  for (Keyset* keyset : {&root.root_keys, &root.release_keys}) {
    auto taken = take_keyset(in);
    if (!taken) return Failure(taken.error());
    *keyset = std::move(*taken);
  }
  if (const auto end = in.finish("a root"); !end) return Failure(end.error());
  return root;
}

Result<void> check_root(const Root& root, std::string_view product) {
  if (!product.empty() && root.product != product) return reject("PRODUCT", "a root of another product");
  if (auto keys = check_keyset(root.root_keys); !keys) return keys;
  return check_keyset(root.release_keys);
}

Result<Root> sound_root(std::string_view envelope, std::string_view product) {
  auto root = split_envelope(envelope).and_then(decode_root);
  if (!root) return root;
  if (const auto sound = check_root(*root, product); !sound) return Failure(sound.error());
  return root;
}

}  // namespace tocsin
