// SHA-256 and HMAC against published values (FIPS 180-4's examples, RFC 4231).
#include <doctest/doctest.h>

#include "schema/core/text/text.h"
#include "schema/trust/digest.h"

namespace tocsin {
namespace {

TEST_CASE("libcrypto starts without a configuration") {
  CHECK(init_crypto().has_value());
}

TEST_CASE("sha256") {
  struct Row {
    std::string_view name;
    std::string bytes;
    std::string_view digest;
  };
  const Row rows[] = {
      {"nothing", "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"two blocks", "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
      {"a million a", std::string(1000000, 'a'),
       "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(hex(as_view(sha256(row.bytes))) == row.digest);
  }
}

TEST_CASE("hmac_sha256") {
  struct Row {
    std::string_view name;
    std::string key;
    std::string message;
    std::string_view digest;
  };
  const Row rows[] = {
      {"RFC 4231 case 1", std::string(20, '\x0b'), "Hi There",
       "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
      {"RFC 4231 case 2", "Jefe", "what do ya want for nothing?",
       "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
      {"RFC 4231 case 6, key beyond a block", std::string(131, '\xaa'),
       "Test Using Larger Than Block-Size Key - Hash Key First",
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
      {"empty key and message", "", "", "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(hex(as_view(hmac_sha256(row.key, row.message))) == row.digest);
  }
}

}  // namespace
}  // namespace tocsin
