// keygen: the files that it writes, and what it does not overwrite.
#include <doctest/doctest.h>

#include "packaging/kit/release/secret.h"
#include "schema/trust/signature.h"
#include "tests/packaging/kit/release/signing_samples.h"

using namespace std::string_literals;

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
  const std::string passphrase = bench.write_private("pass", "correct horse\nsecond line\n");
  CHECK(run_command({"keygen", "-o", bench("k"), "--passphrase-file", passphrase}).exit_code == 0);
  CHECK(bench.read("k").starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
  CHECK(SigningKey::from_pem(bench.read("k"), "correct horse").has_value());
  CHECK(SigningKey::from_pem(bench.read("k"), "wrong").error().code == Code::denied);
  CHECK(SigningKey::from_pem(bench.read("k"), "").error().code == Code::denied);
}

TEST_CASE("a passphrase costs 600,000 iterations of PBKDF2") {
  const Workbench bench;
  const std::string passphrase = bench.write_private("pass", "correct horse");
  REQUIRE(run_command({"keygen", "-o", bench("k"), "--passphrase-file", passphrase}).exit_code == 0);
  const std::string pem = bench.read("k");
  const std::size_t begin = pem.find('\n') + 1;
  std::string text = pem.substr(begin, pem.find("-----END") - begin);
  std::erase(text, '\n');
  std::string der(text.size(), '\0');
  EVP_DecodeBlock(reinterpret_cast<unsigned char*>(der.data()),
                  reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  // id-PBKDF2 (RFC 8018, appendix A.2), then behind the salt the iterations and hmacWithSHA256.
  CHECK(der.find("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0c") != std::string::npos);
  CHECK(der.find("\x02\x03\x09\x27\xc0") != std::string::npos);
  CHECK(der.find("\x06\x08\x2a\x86\x48\x86\xf7\x0d\x02\x09") != std::string::npos);
}

TEST_CASE("keygen writes over neither half") {
  const Workbench bench;
  bench.write("k.pub", "precious");
  CHECK(run_command({"keygen", "-o", bench("k")}).exit_code == 7);
  CHECK(bench.read("k.pub") == "precious");
  CHECK_FALSE(fs::exists(bench("k")));
}

TEST_CASE("a secret leaves nothing behind") {
  Secret secret(std::string_view("hidden"));
  const std::string_view before = secret.view();
  const Secret moved = std::move(secret);
  CHECK(moved.view().data() == before.data());  // moved, not copied
  Secret cut(std::string_view("word\nrest"));
  const char* rest = cut.view().data() + 4;
  cut.shorten(4);
  CHECK(cut.view() == "word");
  CHECK(std::string(rest, 5) == std::string(5, '\0'));
}

TEST_CASE("what keygen refuses") {
  const Workbench bench;
  bench.write("there", "precious");
  bench.write_private("empty", "\n");
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
