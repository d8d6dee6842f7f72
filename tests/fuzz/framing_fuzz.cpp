// scf.dat's framing and fields, before any signature: what was read is written again, and is the same bytes.
#include "schema/trust/framing.h"

#include "schema/trust/document.h"
#include "schema/trust/root.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/scf_builder.h"

namespace tocsin::fuzz {
namespace {

test::Ring ring_of(const Keyset& keyset) {
  return {keyset.threshold, {keyset.keys.begin(), keyset.keys.end()}};
}

test::BlockSpec block_of(const RoleBlock& block) {
  return {block.epoch, block.floor, ring_of(block.keys)};
}

std::string written(const Root& root) {
  test::RootSpec spec;
  spec.product = root.product;
  spec.version = root.version;
  spec.issued = root.issued;
  spec.expires = root.expires;
  spec.root_keys = ring_of(root.root_keys);
  spec.programs = block_of(root.programs);
  spec.notices = block_of(root.notices);
  return test::root_payload(spec);
}

template <typename Spec>
Spec spec_of(const Document& document) {
  Spec spec;
  spec.product = document.product;
  spec.root_version = document.root_version;
  spec.epoch = document.position.epoch;
  spec.serial = document.position.serial;
  spec.issued = document.issued;
  spec.files.clear();
  for (const FileEntry& file : document.files) {
    spec.files.push_back(
        {static_cast<int>(file.role), file.name, file.size, std::string(as_view(file.sha256))});
  }
  return spec;
}

std::string written(const Document& document, Role role) {
  if (role == Role::programs) {
    auto spec = spec_of<test::ProgramsSpec>(document);
    spec.platform = document.platform;
    return test::programs_payload(spec);
  }
  auto spec = spec_of<test::NoticesSpec>(document);
  spec.expires = document.expires;
  spec.from_epoch = document.programs_from.epoch;
  spec.from_serial = document.programs_from.serial;
  return test::notices_payload(spec);
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
  for (const Role role : {Role::programs, Role::notices}) {
    const auto document = decode_document(envelope->payload, role);
    if (!document) continue;
    expect(written(*document, role) == envelope->payload, "a document written again is the same");
    static_cast<void>(check_together(document->files));
  }
}

void run(std::string_view input) {
  look_at_envelope(input);
  const auto sections = split_sections(input);
  if (!sections) return;
  for (const std::string_view root : sections->roots) look_at_envelope(root);
  if (sections->programs) look_at_envelope(*sections->programs);
  look_at_envelope(sections->notices);
  expect(join_sections(*sections) == input, "sections written again are the same");
}

const Registered kRegistered("framing", run);

}  // namespace
}  // namespace tocsin::fuzz
