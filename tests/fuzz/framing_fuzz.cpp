// scf.dat's framing and fields, before any signature: what was read is written again, and is the same bytes.
#include "schema/trust/framing.h"

#include "schema/trust/release.h"
#include "schema/trust/root.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/scf_builder.h"

namespace tocsin::fuzz {
namespace {

test::Ring ring_of(const Keyset& keyset) {
  return {keyset.threshold, {keyset.keys.begin(), keyset.keys.end()}};
}

std::string written(const Root& root) {
  test::RootSpec spec;
  spec.product = root.product;
  spec.version = root.version;
  spec.epoch = root.epoch;
  spec.issued = root.issued;
  spec.expires = root.expires;
  spec.floor = root.floor;
  spec.root_keys = ring_of(root.root_keys);
  spec.release_keys = ring_of(root.release_keys);
  return test::root_payload(spec);
}

std::string written(const Release& release) {
  test::ReleaseSpec spec;
  spec.product = release.product;
  spec.root_version = release.root_version;
  spec.epoch = release.epoch;
  spec.serial = release.serial;
  spec.issued = release.issued;
  spec.expires = release.expires;
  spec.platform = release.platform;
  spec.files.clear();
  for (const FileEntry& file : release.files) {
    spec.files.push_back(
        {static_cast<int>(file.role), file.name, file.size, std::string(as_view(file.sha256))});
  }
  return test::release_payload(spec);
}

std::string written(const Envelope& envelope) {
  std::string signatures;
  for (const Signature& one : envelope.signatures) signatures.append(one.key_id).append(one.bytes);
  return test::envelope_of(std::string(envelope.payload), envelope.signatures.size(), signatures);
}

void look_at_envelope(std::string_view bytes) {
  const auto envelope = split_envelope(bytes);
  if (!envelope) return;
  expect(envelope->whole == bytes, "an envelope is all of its bytes");
  expect(written(*envelope) == bytes, "an envelope written again is the same");
  if (const auto root = decode_root(*envelope)) {
    expect(written(*root) == envelope->payload, "a root written again is the same");
    static_cast<void>(check_root(*root, root->product));
  }
  if (const auto release = decode_release(envelope->payload)) {
    expect(written(*release) == envelope->payload, "a release written again is the same");
    static_cast<void>(check_files(release->files));
  }
}

void run(std::string_view input) {
  look_at_envelope(input);
  const auto sections = split_sections(input);
  if (!sections) return;
  for (const std::string_view root : sections->roots) look_at_envelope(root);
  look_at_envelope(sections->release);
  const std::vector<std::string> roots(sections->roots.begin(), sections->roots.end());
  expect(test::scf(roots, std::string(sections->release)) == input, "sections written again are the same");
}

const Registered kRegistered("framing", run);

}  // namespace
}  // namespace tocsin::fuzz
