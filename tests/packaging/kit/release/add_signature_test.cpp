// Adding signatures: they are sorted, a key signs once, and only the keys that a root lists for a role sign
// its documents.
#include "packaging/kit/release/add_signature.h"

#include <doctest/doctest.h>

#include "packaging/kit/files/any_file.h"
#include "tests/packaging/kit/release/signing_samples.h"
#include "tests/schema/trust/patch_samples.h"

namespace tocsin::test {
namespace {

SigningKey key_of(const Workbench& bench, const std::string& name) {
  static_cast<void>(bench.key(name));
  return *SigningKey::from_pem(bench.read(name + ".pem"), {});
}

std::string unsigned_root(const RootSpec& spec) {
  return envelope_of(root_payload(spec), 0, "");
}

Result<SignedDraft> signed_root_with(const Workbench& bench, std::string draft, const Names& names,
                                     const std::string& previous = {}) {
  std::optional<Root> before;
  if (!previous.empty()) before = *sound_root(previous, {});
  Result<SignedDraft> result = fail(Code::internal, "test");
  for (const std::string& name : names) {
    result = sign_root(draft, key_of(bench, name), before ? &*before : nullptr);
    if (!result) return result;
    draft = result->bytes;
  }
  return result;
}

Result<SignedDraft> signed_with(const Workbench& bench, std::string draft, const Names& names) {
  Result<SignedDraft> result = fail(Code::internal, "test");
  for (const std::string& name : names) {
    result = sign_document(draft, key_of(bench, name));
    if (!result) return result;
    draft = result->bytes;
  }
  return result;
}

TEST_CASE("signatures are sorted by key id, in any order of signing") {
  const Workbench bench;
  const std::string expected = root({}, {"root0", "root1", "root2"});
  CHECK(signed_root_with(bench, unsigned_root({}), {"root0", "root1", "root2"})->bytes == expected);
  CHECK(signed_root_with(bench, unsigned_root({}), {"root2", "root1", "root0"})->bytes == expected);
  CHECK(signed_root_with(bench, unsigned_root({}), {"root1", "root0"})->standing ==
        "2 of 2 needed by this root's keys");
}

TEST_CASE("who may not sign a root") {
  const Workbench bench;
  CHECK(signed_root_with(bench, unsigned_root({}), {"root0", "root0"}).error().code == Code::conflict);
  CHECK(signed_root_with(bench, unsigned_root({}), {"root3"}).error().code == Code::untrusted);
  CHECK(signed_root_with(bench, unsigned_root({}), {"rel0"}).error().code == Code::untrusted);
  CHECK(signed_root_with(bench, "rubbish of some length", {"root0"}).error().code == Code::malformed);
  CHECK(signed_root_with(bench, "", {"root0"}).error().code == Code::malformed);
}

TEST_CASE("keys of the root before sign a rotated one") {
  const Workbench bench;
  RootSpec next;
  next.version = 2;
  next.root_keys = Ring::of(2, {"root2", "root3", "root4"});
  const Names signers = {"root0", "root2", "root3"};
  const auto result = signed_root_with(bench, unsigned_root(next), signers, root({}));
  CHECK(result->bytes == root(next, signers));
  CHECK(result->standing == "2 of 2 needed by this root's keys; 2 of 2 needed by the previous root's keys");
  CHECK(signed_root_with(bench, unsigned_root(next), {"rel0"}, root({})).error().code == Code::untrusted);
  CHECK(signed_root_with(bench, unsigned_root(next), {"root0"}).error().code == Code::untrusted);
}

ProgramsSpec small_programs() {
  ProgramsSpec spec;
  for (FileSpec& file : spec.files) file = FileSpec::of(file.role, file.name, "x");
  return spec;
}

NoticesSpec small_notices() {
  NoticesSpec spec;
  for (FileSpec& file : spec.files) file = FileSpec::of(file.role, file.name, "x");
  return spec;
}

std::string draft_of_programs(const std::string& blobs = "xxx") {
  return payload_of(
      scf_of(2, section(1, root({})) + section(2, envelope_of(programs_payload(small_programs()), 0, ""))),
      blobs);
}

std::string draft_of_notices(const std::string& blobs = "xx") {
  return payload_of(scf({root({})}, "", envelope_of(notices_payload(small_notices()), 0, "")), blobs);
}

TEST_CASE("a document is signed in place, its files untouched") {
  const Workbench bench;
  const auto of_programs = signed_with(bench, draft_of_programs(), {"rel1", "rel0"});
  REQUIRE(of_programs.has_value());
  CHECK(of_programs->bytes ==
        payload_of(scf_of(2, section(1, root({})) + section(2, programs(small_programs(), {"rel0", "rel1"}))),
                   "xxx"));
  CHECK(of_programs->standing == "2 of 1 needed by the root's programs keys");
  const auto of_notices = signed_with(bench, draft_of_notices(), {"not1"});
  REQUIRE(of_notices.has_value());
  CHECK(of_notices->bytes == payload_of(scf({root({})}, "", notices(small_notices(), {"not1"})), "xx"));
  CHECK(of_notices->standing == "1 of 1 needed by the root's notices keys");
}

TEST_CASE("a key that the root does not list for the role signs nothing") {
  const Workbench bench;
  for (const std::string key : {"not0", "root0", "rel2"}) {
    CAPTURE(key);
    CHECK(signed_with(bench, draft_of_programs(), {key}).error().code == Code::untrusted);
  }
  for (const std::string key : {"rel0", "root0", "not2"}) {
    CAPTURE(key);
    CHECK(signed_with(bench, draft_of_notices(), {key}).error().code == Code::untrusted);
  }
  CHECK(signed_with(bench, draft_of_notices(), {"not0", "not0"}).error().code == Code::conflict);
}

TEST_CASE("drafts that are not what they say") {
  const Workbench bench;
  ProgramsSpec other_product = small_programs();
  other_product.product = "other";
  ProgramsSpec later = small_programs();
  later.root_version = 2;
  ProgramsSpec other_epoch = small_programs();
  other_epoch.epoch = 2;
  const auto draft_of = [](const ProgramsSpec& spec) {
    return payload_of(
        scf_of(2, section(1, root({})) + section(2, envelope_of(programs_payload(spec), 0, ""))), "xxx");
  };
  struct Row {
    std::string_view name;
    std::string draft;
    std::string_view rule;  // empty: not a draft at all
  };
  const Row rows[] = {
      {"both documents",
       payload_of(scf({root({})}, programs(small_programs()), notices(small_notices())), "xxxxx"), ""},
      {"a root", root({}), ""},
      {"an scf.dat", scf({root({})}, programs({}), notices({})), ""},
      {"a file is another one", draft_of_programs("xyx"), "FILE_HASH"},
      {"a file is cut", draft_of_programs("xx"), "TRUNCATED"},
      {"bytes behind", draft_of_programs("xxxx"), "SLACK"},
      {"of another product", draft_of(other_product), "PRODUCT"},
      {"of a root that is not there", draft_of(later), "ROOT_TOO_OLD"},
      {"of another epoch", draft_of(other_epoch), "EPOCH"},
      {"roots by strangers",
       payload_of(
           scf({root({}, {"root3", "root4"})}, "", envelope_of(notices_payload(small_notices()), 0, "")),
           "xx"),
       "BAD_SIG"},
      {"no root", payload_of(scf_of(1, section(2, programs(small_programs()))), "xxx"), "COUNT"},
      {"cut", draft_of_notices().substr(0, 200), "TRUNCATED"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto result = signed_with(bench, row.draft, {"rel0"});
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().rule == row.rule);
  }
}

TEST_CASE("a seventeenth signature is refused") {
  const Workbench bench;
  std::string sixteen;
  for (char id = 'a'; id < 'a' + 16; ++id) sixteen += std::string(16, id) + std::string(64, 's');
  const auto result = sign_root(envelope_of(root_payload({}), 16, sixteen), key_of(bench, "root0"), nullptr);
  CHECK(result.error().code == Code::too_large);
}

}  // namespace
}  // namespace tocsin::test
