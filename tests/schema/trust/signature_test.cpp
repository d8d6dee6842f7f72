// Ed25519 against RFC 8032, section 7.1; and keys and signatures that must be refused.
#include <doctest/doctest.h>

#include "schema/core/text/text.h"
#include "schema/trust/signature.h"
#include "tests/support/scf_builder.h"

namespace tocsin {
namespace {

using test::test_key;

struct Vector {
  std::string_view name;
  std::string_view public_key;
  std::string_view message;
  std::string_view signature;
};

constexpr Vector kVectors[] = {
    {"test 1", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f"
     "0595bbe246"
     "55141438e7a100b"},
    {"test 2", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2ea"
     "eb4302aeeb"
     "00d291612bb0c00"},
    {"test 3", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e"
     "9716ed28dc"
     "027beceea1ec40a"},
    {"test SHA(abc)", "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d442"
     "3643ce80e2"
     "a9ac94fa54ca49f",
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179"
     "c138ac17ad"
     "9bef1177331a704"},
};

TEST_CASE("RFC 8032 vectors verify, and nothing near them does") {
  for (const Vector& row : kVectors) {
    CAPTURE(row.name);
    const std::string key = *unhex(row.public_key);
    const std::string message = *unhex(row.message);
    const std::string signature = *unhex(row.signature);
    CHECK(verifies(key, signature, message));
    CHECK_FALSE(verifies(key, signature, message + "x"));
    CHECK_FALSE(verifies(key, signature.substr(0, 63), message));
    CHECK_FALSE(verifies(key, signature + '\0', message));
    CHECK_FALSE(verifies(key, "", message));
    CHECK_FALSE(verifies(key.substr(1), signature, message));
    std::string changed = signature;
    changed[63] = static_cast<char>(changed[63] ^ 1);
    CHECK_FALSE(verifies(key, changed, message));
  }
}

/// S + L, the other scalar of the same signature.
std::string malleated(std::string signature) {
  const std::string order = *unhex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  int carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    const int sum =
        static_cast<unsigned char>(signature[32 + i]) + static_cast<unsigned char>(order[i]) + carry;
    signature[32 + i] = static_cast<char>(sum & 0xff);
    carry = sum >> 8;
  }
  return signature;
}

TEST_CASE("a malleated signature is refused") {
  const std::string signature = test_key("rel0").sign("message");
  CHECK(verifies(test_key("rel0").public_key, signature, "message"));
  CHECK_FALSE(verifies(test_key("rel0").public_key, malleated(signature), "message"));
}

struct WeakKey {
  std::string_view name;
  std::string_view key;
};

constexpr WeakKey kWeakKeys[] = {
    {"order 1", "0100000000000000000000000000000000000000000000000000000000000000"},
    {"order 2", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"},
    {"order 4", "0000000000000000000000000000000000000000000000000000000000000000"},
    {"order 4, other sign", "0000000000000000000000000000000000000000000000000000000000000080"},
    {"order 8, a", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"},
    {"order 8, a, other sign", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"},
    {"order 8, b", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"},
    {"order 8, b, other sign", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"},
    {"order 1, x = 0 with a sign", "0100000000000000000000000000000000000000000000000000000000000080"},
    {"order 2, x = 0 with a sign", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"},
    {"y = p", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"},
    {"y = p, with a sign", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"},
    {"y = p + 1", "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"},
    {"y = p + 1, with a sign", "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"},
    {"y = p + 3", "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"},
    {"y = 2^255 - 1", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"},
    {"y = 2^255 - 1, with a sign", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"},
    {"31 bytes", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f70751"},
    {"33 bytes", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a00"},
    {"no byte", ""},
};

TEST_CASE("keys that would verify anything, or have two spellings, are refused") {
  // The signature that libcrypto accepts for every message under the identity point.
  const std::string forged =
      *unhex("0100000000000000000000000000000000000000000000000000000000000000") + std::string(32, '\0');
  for (const WeakKey& row : kWeakKeys) {
    CAPTURE(row.name);
    CHECK_FALSE(is_strong_key(*unhex(row.key)));
    CHECK_FALSE(verifies(*unhex(row.key), forged, "any message"));
  }
}

TEST_CASE("keys that are fit") {
  for (const Vector& row : kVectors) CHECK(is_strong_key(*unhex(row.public_key)));
  for (const std::string name :
       {"root0", "root1", "root2", "root3", "root4", "rel0", "rel1", "rel2", "rel3"}) {
    CAPTURE(name);
    CHECK(is_strong_key(test_key(name).public_key));
  }
  // The greatest y below p - 1.
  CHECK(is_strong_key(*unhex("ebffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")));
}

TEST_CASE("what is signed names its role and its length") {
  CHECK(hex(signed_bytes(Role::root, "ab")) ==
        "5343462d5349472d763100"
        "01"
        "0000000000000002"
        "6162");
  CHECK(signed_bytes(Role::programs, "") != signed_bytes(Role::root, ""));
  CHECK(signed_bytes(Role::programs, "") != signed_bytes(Role::notices, ""));
  CHECK(key_id(test_key("root1").public_key) == test_key("root1").id);
}

}  // namespace
}  // namespace tocsin
