#include "tests/schema/trust/naive_verifier.h"

#include <algorithm>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "schema/trust/digest.h"
#include "schema/trust/signature.h"

namespace tocsin::test {
namespace {

std::string hash_of(const std::string& bytes) {
  return std::string(as_view(sha256(bytes)));
}

/// Takes big-endian numbers off the front of a string; throws where there are too few bytes.
struct Bytes {
  std::string left;

  std::string take(std::size_t count) {
    if (left.size() < count) throw std::runtime_error("too short");
    std::string taken = left.substr(0, count);
    left.erase(0, count);
    return taken;
  }
  std::uint64_t number(std::size_t width) {
    std::uint64_t value = 0;
    for (const char byte : take(width)) value = value * 256 + static_cast<unsigned char>(byte);
    return value;
  }
  void end() const {
    if (!left.empty()) throw std::runtime_error("too long");
  }
};

struct NaiveEnvelope {
  std::string whole, payload;
  std::vector<std::pair<std::string, std::string>> signatures;  // key id, signature
};

NaiveEnvelope envelope_from(const std::string& whole) {
  Bytes in{whole};
  NaiveEnvelope envelope;
  envelope.whole = whole;
  envelope.payload = in.take(in.number(4));
  if (envelope.payload.size() > 16384) throw std::runtime_error("payload");
  const std::uint64_t count = in.number(1);
  if (count < 1 || count > 16) throw std::runtime_error("signatures");
  for (std::uint64_t i = 0; i < count; ++i) {
    std::string id = in.take(16);
    envelope.signatures.emplace_back(std::move(id), in.take(64));
    if (i > 0 && envelope.signatures[i - 1].first.compare(envelope.signatures[i].first) >= 0)
      throw std::runtime_error("order of signatures");
  }
  in.end();
  return envelope;
}

struct NaiveKeys {
  std::uint64_t threshold = 0;
  std::vector<std::string> keys;
};

struct NaiveBlock {
  std::uint64_t epoch = 0, floor = 0;
  NaiveKeys keys;
};

struct NaiveRoot {
  NaiveEnvelope envelope;
  std::string product;
  std::uint64_t version = 0, issued = 0, expires = 0;
  NaiveKeys keys;
  NaiveBlock programs, notices;
};

NaiveKeys keys_from(Bytes& in) {
  NaiveKeys keys;
  keys.threshold = in.number(1);
  const std::uint64_t count = in.number(1);
  for (std::uint64_t i = 0; i < count; ++i) keys.keys.push_back(in.take(32));
  return keys;
}

NaiveBlock block_from(Bytes& in) {
  NaiveBlock block;
  block.epoch = in.number(4);
  block.floor = in.number(8);
  block.keys = keys_from(in);
  return block;
}

void expect(std::uint64_t found, std::uint64_t wanted) {
  if (found != wanted) throw std::runtime_error("format or role");
}

NaiveRoot root_from(const std::string& whole) {
  NaiveRoot root;
  root.envelope = envelope_from(whole);
  Bytes in{root.envelope.payload};
  expect(in.number(1), 1);
  expect(in.number(1), 1);
  root.product = in.take(in.number(2));
  root.version = in.number(8);
  root.issued = in.number(8);
  root.expires = in.number(8);
  root.keys = keys_from(in);
  root.programs = block_from(in);
  root.notices = block_from(in);
  in.end();
  return root;
}

struct NaiveFile {
  std::uint64_t role = 0, size = 0;
  std::string name;
};

struct NaiveDocument {
  NaiveEnvelope envelope;
  std::string product, platform;
  std::uint64_t root_version = 0, epoch = 0, serial = 0, issued = 0, expires = 0;
  std::uint64_t from_epoch = 0, from_serial = 0;
  std::vector<NaiveFile> files;
};

NaiveDocument document_from(const std::string& whole, int role) {
  NaiveDocument document;
  document.envelope = envelope_from(whole);
  Bytes in{document.envelope.payload};
  expect(in.number(1), 1);
  expect(in.number(1), static_cast<std::uint64_t>(role));
  document.product = in.take(in.number(2));
  document.root_version = in.number(8);
  document.epoch = in.number(4);
  document.serial = in.number(8);
  document.issued = in.number(8);
  if (role == 2) document.platform = in.take(in.number(1));
  if (role == 3) {
    document.expires = in.number(8);
    document.from_epoch = in.number(4);
    document.from_serial = in.number(8);
  }
  const std::uint64_t count = in.number(1);
  for (std::uint64_t i = 0; i < count; ++i) {
    NaiveFile file;
    file.role = in.number(1);
    file.name = in.take(in.number(1));
    file.size = in.number(8);
    in.take(32);
    document.files.push_back(file);
  }
  in.end();
  return document;
}

struct NaiveSet {
  std::vector<NaiveRoot> roots;
  std::vector<std::string> root_bytes;
  std::string programs, notices;  // envelopes
};

NaiveSet set_from(const std::string& scf) {
  Bytes in{scf};
  if (in.take(8) != std::string("SCFDAT\x1A\x01", 8)) throw std::runtime_error("magic");
  expect(in.number(4), scf.size());
  const std::uint64_t count = in.number(2);
  expect(in.number(2), 0);
  NaiveSet set;
  std::string types;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t type = in.number(2);
    expect(in.number(2), 0);
    const std::string bytes = in.take(in.number(4));
    types += std::to_string(type);
    if (type == 1) set.root_bytes.push_back(bytes);
    if (type == 2) set.programs = bytes;
    if (type == 3) set.notices = bytes;
  }
  in.end();
  const std::string roots(set.root_bytes.size(), '1');
  if (roots.empty() || roots.size() > 64 || (types != roots + "3" && types != roots + "23"))
    throw std::runtime_error("sections");
  for (const std::string& bytes : set.root_bytes) set.roots.push_back(root_from(bytes));
  return set;
}

std::string id_of(const std::string& key) {
  return hash_of(std::string("SCF-KEYID-v1\0", 13) + key).substr(0, 16);
}

std::string big_endian(std::uint64_t value, int width) {
  std::string bytes(static_cast<std::size_t>(width), '\0');
  for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte, value /= 256)
    *byte = static_cast<char>(value % 256);
  return bytes;
}

/// The keys whose signature is valid; says whether there is any that is not.
std::pair<std::vector<std::string>, bool> signers(const NaiveEnvelope& envelope, int role,
                                                  const std::vector<std::string>& allowed) {
  const std::string message = std::string("SCF-SIG-v1\0", 11) + static_cast<char>(role) +
                              big_endian(envelope.payload.size(), 8) + envelope.payload;
  std::vector<std::string> valid;
  for (const auto& [id, signature] : envelope.signatures) {
    for (const std::string& key : allowed) {
      if (id_of(key) == id && verifies(key, signature, message)) {
        valid.push_back(key);
        break;
      }
    }
  }
  return {valid, valid.size() != envelope.signatures.size()};
}

bool enough(const NaiveKeys& keys, const std::vector<std::string>& valid) {
  std::uint64_t count = 0;
  for (const std::string& key : keys.keys) {
    if (std::find(valid.begin(), valid.end(), key) != valid.end()) ++count;
  }
  return count >= keys.threshold;
}

class Verifier {
 public:
  explicit Verifier(const NaiveCase& given) : given_(given) {}

  NaiveVerdict run() {
    try {
      judge();
    } catch (const std::runtime_error&) {
      verdict_.faults.insert("malformed");
    }
    return verdict_;
  }

 private:
  void fault(const std::string& word) { verdict_.faults.insert(word); }

  void judge() {
    set_ = set_from(given_.scf);
    judge_roots();
    const bool has_programs = !newest().programs.keys.keys.empty();
    if (!set_.programs.empty() && !has_programs) return fault("SECTIONS");
    const NaiveDocument file_notices = document_from(set_.notices, 3);
    for (const std::string& word : faults_of(file_notices, 3)) fault(word);
    if (!set_.programs.empty()) {
      for (const std::string& word : faults_of(document_from(set_.programs, 2), 2)) fault(word);
    }
    std::string programs;
    if (has_programs) programs = choose(set_.programs, 2);
    const std::string notices = choose(set_.notices, 3);
    judge_whole(programs, notices);
    if (!verdict_.faults.empty()) return;
    std::string body;
    for (const std::string& bytes : set_.root_bytes) body += section(1, bytes);
    if (!programs.empty()) body += section(2, programs);
    body += section(3, notices);
    verdict_.composed = std::string("SCFDAT\x1A\x01", 8) + big_endian(16 + body.size(), 4) +
                        big_endian(set_.roots.size() + (programs.empty() ? 1 : 2), 2) + big_endian(0, 2) +
                        body;
    if (verdict_.composed.size() > 65536) fault("malformed");
  }

  static std::string section(std::uint64_t type, const std::string& bytes) {
    return big_endian(type, 2) + big_endian(0, 2) + big_endian(bytes.size(), 4) + bytes;
  }

  [[nodiscard]] const NaiveRoot& newest() const { return set_.roots.back(); }
  [[nodiscard]] const NaiveBlock& block(int role) const {
    return role == 2 ? newest().programs : newest().notices;
  }
  [[nodiscard]] const NaiveAccepted& accepted(int role) const {
    return role == 2 ? given_.programs : given_.notices;
  }

  void judge_keys(const NaiveKeys& keys, bool may_be_empty) {
    if (may_be_empty && keys.keys.empty() && keys.threshold == 0) return;
    if (keys.threshold < 1 || keys.threshold > keys.keys.size() || keys.keys.size() > 16) fault("KEYSET");
    for (std::size_t i = 0; i < keys.keys.size(); ++i) {
      if (i > 0 && keys.keys[i - 1].compare(keys.keys[i]) >= 0) fault("KEY_ORDER");
      if (!is_strong_key(keys.keys[i])) fault("WEAK_KEY");
    }
  }

  void judge_roots() {
    const NaiveRoot compiled = root_from(given_.compiled_root);
    const NaiveRoot trusted = root_from(given_.newest_root);
    for (std::size_t i = 0; i < set_.roots.size(); ++i) {
      const NaiveRoot& root = set_.roots[i];
      if (root.product != given_.product) fault("PRODUCT");
      judge_keys(root.keys, false);
      judge_keys(root.programs.keys, true);
      judge_keys(root.notices.keys, false);
      if (root.version != i + 1) fault("ROOT_GAP");
      for (const NaiveRoot& known : {compiled, trusted}) {
        if (known.version == root.version && known.envelope.payload != root.envelope.payload)
          fault("ROOT_EQUIVOCATION");
      }
      judge_signers(i, compiled);
      if (i == 0) continue;
      const NaiveRoot& before = set_.roots[i - 1];
      const bool falls =
          root.programs.epoch < before.programs.epoch || root.notices.epoch < before.notices.epoch ||
          root.programs.floor < before.programs.floor || root.notices.floor < before.notices.floor;
      if (falls || root.programs.keys.keys.empty() != before.programs.keys.keys.empty())
        fault("ROOT_REGRESS");
    }
    if (newest().version < compiled.version || newest().version < trusted.version) fault("ROOT_OLD");
    if (given_.clock >= newest().expires) fault("ROOT_EXPIRED");
  }

  void judge_signers(std::size_t i, const NaiveRoot& compiled) {
    const NaiveRoot& root = set_.roots[i];
    if (root.envelope.whole == compiled.envelope.whole) return;
    std::vector<std::string> allowed = root.keys.keys;
    if (i > 0)
      allowed.insert(allowed.end(), set_.roots[i - 1].keys.keys.begin(), set_.roots[i - 1].keys.keys.end());
    const auto [valid, any_bad] = signers(root.envelope, 1, allowed);
    if (any_bad) fault("BAD_SIG");
    if (!enough(root.keys, valid) || (i > 0 && !enough(set_.roots[i - 1].keys, valid))) fault("THRESHOLD");
  }

  /// What is wrong with a document, wherever it comes from.
  [[nodiscard]] std::set<std::string> faults_of(const NaiveDocument& document, int role) const {
    std::set<std::string> faults;
    const auto [valid, any_bad] = signers(document.envelope, role, block(role).keys.keys);
    if (any_bad) faults.insert("BAD_SIG");
    if (!enough(block(role).keys, valid)) faults.insert("THRESHOLD");
    if (document.product != given_.product) faults.insert("PRODUCT");
    if (role == 2 && document.platform != given_.platform) faults.insert("PLATFORM");
    if (document.root_version > newest().version) faults.insert("ROOT_TOO_OLD");
    if (document.epoch != block(role).epoch) faults.insert("EPOCH");
    if (document.serial < block(role).floor) faults.insert("FLOOR");
    std::string roles;
    for (const NaiveFile& file : document.files) {
      roles += std::to_string(file.role);
      if (file.role < 1 || file.role > 6 || file.name != given_.names.at(file.role - 1))
        faults.insert("FILE_SET");
    }
    const bool right = role == 2 ? roles == "145" || roles == "1456" : roles == "23";
    if (!right) faults.insert({"FILE_SET", "FILE_ORDER"});
    return faults;
  }

  /// The envelope that is taken for one role.
  std::string choose(const std::string& offered, int role) {
    const NaiveAccepted& before = accepted(role);
    const auto pair_before = std::pair<std::uint64_t, std::uint64_t>(before.epoch, before.serial);
    if (!offered.empty()) {
      const NaiveDocument document = document_from(offered, role);
      const auto pair = std::pair(document.epoch, document.serial);
      const bool same = before.any && pair == pair_before;
      if (same && !before.hash.empty() && before.hash != hash_of(document.envelope.payload))
        fault("EQUIVOCATION");
      if (!before.any || pair >= pair_before) return offered;
    }
    const std::string& live = role == 2 ? given_.live_programs : given_.live_notices;
    if (!is_usable(live, role)) {
      fault(offered.empty() ? "PROGRAMS" : "ROLLBACK");
      return offered;
    }
    (role == 2 ? verdict_.live_programs : verdict_.live_notices) = true;
    return live;
  }

  [[nodiscard]] bool is_usable(const std::string& live, int role) const {
    try {
      const NaiveDocument document = document_from(live, role);
      const NaiveAccepted& before = accepted(role);
      return before.any && faults_of(document, role).empty() && document.epoch == before.epoch &&
             document.serial == before.serial &&
             (before.hash.empty() || before.hash == hash_of(document.envelope.payload));
    } catch (const std::runtime_error&) {
      return false;
    }
  }

  void judge_whole(const std::string& programs, const std::string& notices) {
    const NaiveDocument news = document_from(notices, 3);
    if (!programs.empty()) {
      const NaiveDocument code = document_from(programs, 2);
      if (std::pair(code.epoch, code.serial) < std::pair(news.from_epoch, news.from_serial))
        fault("PROGRAMS");
      judge_future(code, 2);
      std::uint64_t sum = 0;
      for (const NaiveFile& file : code.files) sum += file.size;
      for (const NaiveFile& file : news.files) sum += file.size;
      if (sum > (64u << 20)) fault("SIZE");
    }
    judge_future(news, 3);
    if (news.issued > news.expires) fault("DATES");
    std::uint64_t now = std::max({given_.clock, newest().issued, news.issued});
    if (!programs.empty()) now = std::max(now, document_from(programs, 2).issued);
    for (const int role : {2, 3}) {
      if (accepted(role).any && block(role).epoch <= accepted(role).epoch)
        now = std::max(now, accepted(role).issued);
    }
    if (now >= news.expires) fault("EXPIRED");
  }

  void judge_future(const NaiveDocument& document, int role) {
    const NaiveAccepted& before = accepted(role);
    const bool above =
        !before.any || std::tuple(document.epoch, document.serial) >
                           std::tuple<std::uint64_t, std::uint64_t>(before.epoch, before.serial);
    if (!given_.built || !above) return;
    if (document.issued > std::max(given_.clock, *given_.built) + 30u * 86400) fault("FUTURE");
  }

  const NaiveCase& given_;
  NaiveSet set_;
  NaiveVerdict verdict_;
};

}  // namespace

NaiveVerdict naive_verdict(const NaiveCase& given) {
  return Verifier(given).run();
}

}  // namespace tocsin::test
