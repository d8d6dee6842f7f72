// Adding signatures: they are sorted, a key signs once, and only permitted keys sign.
#include <doctest/doctest.h>

#include "packaging/kit/release/add_signature.h"
#include "schema/trust/framing.h"
#include "tests/packaging/kit/release/signing_samples.h"

namespace tocsin::test {

using namespace kit;
namespace {

SigningKey key_of(const Workbench& bench, const std::string& name) {
  static_cast<void>(bench.key(name));
  return *SigningKey::from_pem(bench.read(name + ".pem"), {});
}

std::string unsigned_root(const RootSpec& spec) {
  return envelope_of(root_payload(spec), 0, "");
}

Result<SignedDraft> signed_with(const Workbench& bench, std::string draft, const Names& names,
                                const std::optional<std::string>& previous = {}) {
  Result<SignedDraft> result = fail(Code::internal, "test");
  for (const std::string& name : names) {
    result = add_signature(draft, key_of(bench, name), previous);
    if (!result) return result;
    draft = result->bytes;
  }
  return result;
}

TEST_CASE("signatures are sorted by key id, in any order of signing") {
  const Workbench bench;
  const std::string expected = root({}, {"root0", "root1", "root2"});
  CHECK(signed_with(bench, unsigned_root({}), {"root0", "root1", "root2"})->bytes == expected);
  CHECK(signed_with(bench, unsigned_root({}), {"root2", "root1", "root0"})->bytes == expected);
  CHECK(signed_with(bench, unsigned_root({}), {"root1", "root0"})->standing ==
        "2 of 2 needed by this root's keys");
}

TEST_CASE("who may not sign") {
  const Workbench bench;
  CHECK(signed_with(bench, unsigned_root({}), {"root0", "root0"}).error().code == Code::conflict);
  CHECK(signed_with(bench, unsigned_root({}), {"root3"}).error().code == Code::untrusted);
  CHECK(signed_with(bench, unsigned_root({}), {"rel0"}).error().code == Code::untrusted);
  CHECK(signed_with(bench, "rubbish of some length", {"root0"}).error().code == Code::malformed);
  CHECK(signed_with(bench, "", {"root0"}).error().code == Code::malformed);
  CHECK(signed_with(bench, scf({root({})}, release({})), {"rel0"}).error().code == Code::invalid_argument);
}

TEST_CASE("keys of the root before sign a rotated one") {
  const Workbench bench;
  RootSpec next;
  next.version = 2;
  next.root_keys = Ring::of(2, {"root2", "root3", "root4"});
  const Names signers = {"root0", "root2", "root3"};
  const std::string expected = root(next, signers);
  CHECK(signed_with(bench, unsigned_root(next), signers, root({}))->bytes == expected);
  CHECK(signed_with(bench, unsigned_root(next), signers)->bytes == expected);
  CHECK(
      signed_with(bench, unsigned_root(next), {"root0"})->standing.find("taken for a key of the previous") !=
      std::string::npos);
  CHECK(signed_with(bench, unsigned_root(next), {"rel0"}, root({})).error().code == Code::untrusted);
  CHECK(signed_with(bench, unsigned_root(next), {"root0"}, root(next)).error().code ==
        Code::invalid_argument);
  CHECK(signed_with(bench, unsigned_root(next), {"root0"}, "rubbish of some length").error().code ==
        Code::malformed);
}

std::string unsigned_payload(const std::string& blobs) {
  const std::string scf_bytes = scf({root({})}, envelope_of(release_payload({}), 0, ""));
  return std::string("SCFPAY\x1A\x01", 8) + number(scf_bytes.size(), 4) + scf_bytes + blobs;
}

TEST_CASE("a payload's release is signed in place, its blobs untouched") {
  const Workbench bench;
  const auto result = signed_with(bench, unsigned_payload("blobs"), {"rel1", "rel0"});
  REQUIRE(result.has_value());
  const std::string scf_bytes = scf({root({})}, release({}, {"rel0", "rel1"}));
  CHECK(result->bytes ==
        std::string("SCFPAY\x1A\x01", 8) + number(scf_bytes.size(), 4) + scf_bytes + "blobs");
  CHECK(result->standing == "2 of 1 needed by the root's release keys");
  CHECK(signed_with(bench, unsigned_payload(""), {"rel0", "rel0"}).error().code == Code::conflict);
  CHECK(signed_with(bench, unsigned_payload(""), {"rel2"}).error().code == Code::untrusted);
  CHECK(signed_with(bench, unsigned_payload(""), {"root0"}).error().code == Code::untrusted);
  CHECK(signed_with(bench, unsigned_payload("").substr(0, 200), {"rel0"}).error().rule == "TRUNCATED");
}

TEST_CASE("a seventeenth signature is refused") {
  const Workbench bench;
  std::string sixteen;
  for (char id = 'a'; id < 'a' + 16; ++id) sixteen += std::string(16, id) + std::string(64, 's');
  const auto result = add_signature(envelope_of(root_payload({}), 16, sixteen), key_of(bench, "root0"), {});
  CHECK(result.error().code == Code::too_large);
}

TEST_CASE("sign leaves the draft as it was when it refuses") {
  const Workbench bench;
  bench.write("draft", unsigned_root({}));
  CHECK(run_command({"sign", bench("draft"), "--key", bench.key("root4")}).exit_code == 5);
  CHECK(bench.read("draft") == unsigned_root({}));
  CHECK(run_command({"sign", bench("draft"), "--key", bench.key("root0")}).exit_code == 0);
  CHECK(run_command({"sign", bench("draft"), "--key", bench.key("root0")}).exit_code == 7);
  CHECK(run_command({"sign", bench("draft"), "--key", bench("missing")}).exit_code == 3);
  CHECK(run_command({"sign", bench("missing"), "--key", bench.key("root0")}).exit_code == 3);
  CHECK(run_command({"sign", bench("draft"), "--key", bench.pub("root1")}).exit_code == 4);
  CHECK(run_command({"sign", bench("draft")}).exit_code == 2);
  CHECK(bench.read("draft") == root({}, {"root0"}));
}

}  // namespace
}  // namespace tocsin::test
