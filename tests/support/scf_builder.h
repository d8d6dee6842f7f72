// Writes SCF1 files, good and bad, for the tests: signed with the published test seeds, independently of the
// kit's writer. Header only, so that every test folder may use it.
#pragma once

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tocsin::test {

inline std::string digest_of(std::string_view bytes) {
  std::string digest(32, '\0');
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), &size, EVP_sha256(),
             nullptr);
  return digest;
}

inline std::string number(std::uint64_t value, int width) {
  std::string bytes;
  for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 0xff);
  return bytes;
}

/// A signing key made of a seed of 32 bytes.
class SeedKey {
 public:
  explicit SeedKey(std::string_view seed)
      : key_(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, raw(seed), seed.size()), EVP_PKEY_free) {
    std::size_t size = 32;
    public_key.resize(size);
    EVP_PKEY_get_raw_public_key(key_.get(), reinterpret_cast<unsigned char*>(public_key.data()), &size);
    id = digest_of(std::string("SCF-KEYID-v1\0", 13) + public_key).substr(0, 16);
  }

  std::string sign(std::string_view message) const {
    std::string signature(64, '\0');
    std::size_t size = signature.size();
    const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get());
    EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, raw(message),
                   message.size());
    return signature;
  }

  std::string public_key;
  std::string id;

 private:
  static const unsigned char* raw(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
  }
  std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key_;
};

/// "root0".."root4", "rel0".."rel3" (programs), "not0".."not4" (notices): see tests/data/scf/README.md.
inline const SeedKey& test_key(const std::string& name) {
  static std::map<std::string, SeedKey> keys;
  const auto found = keys.find(name);
  if (found != keys.end()) return found->second;
  return keys.emplace(name, SeedKey(digest_of("SCF test key " + name))).first->second;
}

using Names = std::vector<std::string>;

struct Ring {
  int threshold = 2;
  std::vector<std::string> keys;  // raw, in the order they are written

  static Ring of(int threshold, const Names& names) {
    Ring ring{threshold, {}};
    for (const std::string& name : names) ring.keys.push_back(test_key(name).public_key);
    std::ranges::sort(ring.keys, [](const std::string& a, const std::string& b) { return a.compare(b) < 0; });
    return ring;
  }
};

struct BlockSpec {
  std::uint32_t epoch = 1;
  std::uint64_t floor = 0;
  Ring keys;
};

struct RootSpec {
  int format = 1;
  int role = 1;
  std::string product = "example.messenger";
  std::uint64_t version = 1;
  std::uint64_t issued = 1763769600;   // 2025-11-22
  std::uint64_t expires = 2079129600;  // 2035-11-20
  Ring root_keys = Ring::of(2, {"root0", "root1", "root2"});
  BlockSpec programs = {1, 0, Ring::of(1, {"rel0", "rel1"})};
  BlockSpec notices = {1, 0, Ring::of(1, {"not0", "not1"})};
};

struct FileSpec {
  int role = 1;
  std::string name;
  std::uint64_t size = 0;
  std::string digest = std::string(32, 'd');

  static FileSpec of(int role, std::string name, std::string_view content) {
    return {role, std::move(name), content.size(), digest_of(content)};
  }
};

struct ProgramsSpec {
  int format = 1;
  int role = 2;
  std::string product = "example.messenger";
  std::uint64_t root_version = 1;
  std::uint32_t epoch = 1;
  std::uint64_t serial = 1;
  std::uint64_t issued = 1763942400;  // 2025-11-24
  std::string platform = "linux-x86_64";
  std::vector<FileSpec> files = {{1, "messenger", 14}, {4, "messenger-dialog", 12}, {5, "messengerctl", 13}};
};

struct NoticesSpec {
  int format = 1;
  int role = 3;
  std::string product = "example.messenger";
  std::uint64_t root_version = 1;
  std::uint32_t epoch = 1;
  std::uint64_t serial = 1;
  std::uint64_t issued = 1763942400;   // 2025-11-24
  std::uint64_t expires = 1771718400;  // 2026-02-22
  std::uint32_t from_epoch = 1;        // programs_from
  std::uint64_t from_serial = 1;
  std::vector<FileSpec> files = {{2, "messenger.config", 17}, {3, "messenger.xml", 40}};
};

inline std::string ring_bytes(const Ring& ring) {
  std::string bytes = number(static_cast<std::uint64_t>(ring.threshold), 1) + number(ring.keys.size(), 1);
  for (const std::string& key : ring.keys) bytes += key;
  return bytes;
}

inline std::string block_bytes(const BlockSpec& block) {
  return number(block.epoch, 4) + number(block.floor, 8) + ring_bytes(block.keys);
}

/// The fields that every payload begins with.
template <typename Spec>
std::string head_bytes(const Spec& spec) {
  return number(static_cast<std::uint64_t>(spec.format), 1) +
         number(static_cast<std::uint64_t>(spec.role), 1) + number(spec.product.size(), 2) + spec.product;
}

/// The fields that both documents begin with.
template <typename Spec>
std::string document_bytes(const Spec& spec) {
  return head_bytes(spec) + number(spec.root_version, 8) + number(spec.epoch, 4) + number(spec.serial, 8) +
         number(spec.issued, 8);
}

inline std::string files_bytes(const std::vector<FileSpec>& files) {
  std::string bytes = number(files.size(), 1);
  for (const FileSpec& file : files) {
    bytes += number(static_cast<std::uint64_t>(file.role), 1) + number(file.name.size(), 1) + file.name +
             number(file.size, 8) + file.digest;
  }
  return bytes;
}

inline std::string root_payload(const RootSpec& spec) {
  return head_bytes(spec) + number(spec.version, 8) + number(spec.issued, 8) + number(spec.expires, 8) +
         ring_bytes(spec.root_keys) + block_bytes(spec.programs) + block_bytes(spec.notices);
}

inline std::string programs_payload(const ProgramsSpec& spec) {
  return document_bytes(spec) + number(spec.platform.size(), 1) + spec.platform + files_bytes(spec.files);
}

inline std::string notices_payload(const NoticesSpec& spec) {
  return document_bytes(spec) + number(spec.expires, 8) + number(spec.from_epoch, 4) +
         number(spec.from_serial, 8) + files_bytes(spec.files);
}

inline std::string signing_input(int role, const std::string& payload) {
  return std::string("SCF-SIG-v1\0", 11) + number(static_cast<std::uint64_t>(role), 1) +
         number(payload.size(), 8) + payload;
}

/// Raw parts, so that a test may write any count and order.
inline std::string envelope_of(const std::string& payload, std::size_t count, const std::string& signatures) {
  return number(payload.size(), 4) + payload + number(count, 1) + signatures;
}

/// `role` is the one signed under: 1 root, 2 programs, 3 notices.
inline std::string envelope(int role, const std::string& payload, const Names& signers) {
  std::vector<std::pair<std::string, std::string>> parts;
  for (const std::string& name : signers) {
    const SeedKey& key = test_key(name);
    parts.emplace_back(key.id, key.sign(signing_input(role, payload)));
  }
  std::ranges::sort(parts, [](const auto& a, const auto& b) { return a.first.compare(b.first) < 0; });
  std::string signatures;
  for (const auto& [id, signature] : parts) signatures += id + signature;
  return envelope_of(payload, parts.size(), signatures);
}

inline std::string root(const RootSpec& spec, const Names& signers = {"root0", "root1"}) {
  return envelope(1, root_payload(spec), signers);
}

inline std::string programs(const ProgramsSpec& spec = {}, const Names& signers = {"rel0"}) {
  return envelope(2, programs_payload(spec), signers);
}

inline std::string notices(const NoticesSpec& spec = {}, const Names& signers = {"not0"}) {
  return envelope(3, notices_payload(spec), signers);
}

inline std::string section(int type, const std::string& bytes) {
  return number(static_cast<std::uint64_t>(type), 2) + number(0, 2) + number(bytes.size(), 4) + bytes;
}

/// `sections` as written, with a correct head.
inline std::string scf_of(std::size_t count, const std::string& sections) {
  return std::string("SCFDAT\x1A\x01", 8) + number(16 + sections.size(), 4) + number(count, 2) +
         number(0, 2) + sections;
}

/// `programs_envelope` empty: without that section.
inline std::string scf(const std::vector<std::string>& roots, const std::string& programs_envelope,
                       const std::string& notices_envelope) {
  std::string sections;
  for (const std::string& envelope_bytes : roots) sections += section(1, envelope_bytes);
  if (!programs_envelope.empty()) sections += section(2, programs_envelope);
  return scf_of(roots.size() + (programs_envelope.empty() ? 1 : 2), sections + section(3, notices_envelope));
}

}  // namespace tocsin::test
