// See release.h.
#include "schema/trust/release.h"

#include <algorithm>
#include <string>
#include <utility>

#include "schema/trust/chain.h"
#include "schema/trust/framing.h"
#include "schema/trust/rejection.h"

namespace tocsin {
namespace {

FileEntry take_file(ByteReader& in) {
  FileEntry file;
  file.role = static_cast<FileRole>(in.u8());
  file.name = std::string(in.take(in.u8()));
  file.size = in.u64();
  const std::string_view digest = in.take(file.sha256.size());
  std::ranges::copy(digest, file.sha256.begin());
  return file;
}

/// 7. The newest root has not expired when the run began.
Result<void> check_root_freshness(const Root& newest, std::optional<Instant> start) {
  if (!start || to_unix(*start) < newest.expires) return {};
  return reject("ROOT_EXPIRED", "the newest root expired " + format_instant(to_instant(newest.expires)));
}

}  // namespace

Result<Release> decode_release(std::string_view payload) {
  ByteReader in(payload);
  if (const auto head = take_payload_head(in, Role::release); !head) return Failure(head.error());
  Release release;
  release.product = in.take(in.u16());
  release.root_version = in.u64();
  release.epoch = in.u32();
  release.serial = in.u64();
  release.issued = in.u64();
  release.expires = in.u64();
  release.platform = in.take(in.u8());
  const std::uint8_t count = in.u8();
  for (std::uint8_t i = 0; i < count && in.ok(); ++i) release.files.push_back(take_file(in));
  if (const auto end = in.finish("a release"); !end) return Failure(end.error());
  return release;
}

Result<AuthenticRelease> authenticate(std::string_view scf, const Root& trusted, std::string_view product,
                                      std::optional<Instant> start) {
  const auto sections = split_sections(scf);  // 5
  if (!sections) return Failure(sections.error());
  auto envelope = split_envelope(sections->release);  // 5
  if (!envelope) return Failure(envelope.error());
  auto newest = climb_chain(sections->roots, trusted, product);  // 6
  if (!newest) return Failure(newest.error());
  if (const auto fresh = check_root_freshness(*newest, start); !fresh) return Failure(fresh.error());  // 7
  const Keyset* ring = &newest->release_keys;
  const auto signers = check_signatures(*envelope, Role::release, {&ring, 1});  // 8
  if (!signers) return Failure(signers.error());
  auto release = decode_release(envelope->payload);  // only now
  if (!release) return Failure(release.error());
  return AuthenticRelease{std::move(*newest), std::move(*envelope), std::move(*release)};
}

Result<void> check_standing(const Release& release, const Root& newest) {
  if (release.root_version > newest.version) return reject("ROOT_TOO_OLD", "the release needs a newer root");
  if (release.epoch != newest.epoch) return reject("EPOCH", "the release is not of the root's epoch");
  return {};
}

}  // namespace tocsin
