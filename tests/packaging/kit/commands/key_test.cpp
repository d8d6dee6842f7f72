// keygen: the files that it writes, and what it does not overwrite.
#include <doctest/doctest.h>

#include "schema/trust/signature.h"
#include "tests/packaging/kit/release/signing_samples.h"

namespace tocsin::test {
namespace {

TEST_CASE("keygen writes a private key and its public half") {
  const Workbench bench;
  const CapturedRun run = run_command({"keygen", "-o", bench("k.pem")});
  CHECK(run.exit_code == 0);
  CHECK(bench.read("k.pem").starts_with("-----BEGIN PRIVATE KEY-----"));
  const auto key = SigningKey::from_pem(bench.read("k.pem"), {});
  REQUIRE(key.has_value());
  CHECK(*public_key_from_pem(bench.read("k.pem.pub")) == key->public_key());
  CHECK(verifies(key->public_key(), *key->sign("m"), "m"));
}

TEST_CASE("two keys differ") {
  const Workbench bench;
  run_command({"keygen", "-o", bench("a")});
  run_command({"keygen", "-o", bench("b")});
  CHECK(bench.read("a") != bench.read("b"));
}

TEST_CASE("keygen with a passphrase") {
  const Workbench bench;
  const std::string passphrase = bench.write("pass", "correct horse\nsecond line\n");
  CHECK(run_command({"keygen", "-o", bench("k"), "--passphrase-file", passphrase}).exit_code == 0);
  CHECK(bench.read("k").starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
  CHECK(SigningKey::from_pem(bench.read("k"), "correct horse").has_value());
  CHECK(SigningKey::from_pem(bench.read("k"), "wrong").error().code == Code::denied);
  CHECK(SigningKey::from_pem(bench.read("k"), "").error().code == Code::denied);
}

TEST_CASE("what keygen refuses") {
  const Workbench bench;
  bench.write("there", "precious");
  bench.write("empty", "\n");
  CHECK(run_command({"keygen", "-o", bench("there")}).exit_code == 7);
  CHECK(bench.read("there") == "precious");
  CHECK(run_command({"keygen", "-o", bench("nowhere/k")}).exit_code == 3);
  CHECK(run_command({"keygen", "-o", bench("k"), "--passphrase-file", bench("missing")}).exit_code == 3);
  CHECK(run_command({"keygen", "-o", bench("k"), "--passphrase-file", bench("empty")}).exit_code == 2);
  CHECK_FALSE(fs::exists(bench("k")));
  CHECK(run_command({"keygen"}).exit_code == 2);
}

TEST_CASE("public keys are read from PEM, strong ones only") {
  const Workbench bench;
  CHECK(*public_key_from_pem(bench.read(fs::path(bench.pub("root0")).filename().string())) ==
        test_key("root0").public_key);
  CHECK(public_key_from_pem("").error().code == Code::malformed);
  CHECK(public_key_from_pem("rubbish").error().code == Code::malformed);
  CHECK(SigningKey::from_pem("rubbish", {}).error().code == Code::malformed);
  // The identity point, and an X25519 key.
  const std::string weak =
      "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n-----END "
      "PUBLIC KEY-----\n";
  CHECK(public_key_from_pem(weak).error().rule == "WEAK_KEY");
  const std::string other =
      "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VuAyEACQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n-----END "
      "PUBLIC KEY-----\n";
  CHECK(public_key_from_pem(other).error().code == Code::malformed);
}

}  // namespace
}  // namespace tocsin::test
