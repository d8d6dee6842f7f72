// Random chains, documents, live sets and states: compose() and Proof::of give the verdict of a second
// verifier that was written for the tests. Where that one finds faults, the rejection is one of them; where
// it finds none, both take the same documents and compose the same bytes.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "tests/schema/trust/naive_verifier.h"
#include "tests/schema/trust/trust_samples.h"
#include "tests/support/scf_builder.h"

namespace tocsin::test {
namespace {

constexpr std::uint64_t kT = 1763769600;  // 2025-11-22
constexpr std::uint64_t kDay = 86400;

/// Small numbers from a fixed seed. A case that fails can be run again by its number.
class Chance {
 public:
  explicit Chance(std::uint32_t seed) : engine_(seed) {}

  std::uint64_t below(std::uint64_t limit) { return engine_() % limit; }
  /// True once in `times`.
  bool once_in(std::uint64_t times) { return below(times) == 0; }
  template <typename T>
  const T& one_of(const std::vector<T>& all) {
    return all[below(all.size())];
  }
  Names some_of(Names names, std::size_t least) {
    for (std::size_t i = names.size(); i > 1; --i) std::swap(names[i - 1], names[below(i)]);
    names.resize(least + below(names.size() - least + 1));
    return names;
  }

 private:
  std::mt19937 engine_;
};

struct Keys {
  Names names;
  Ring ring;
};

Keys some_keys(Chance& chance, const Names& from, std::size_t most) {
  Names names = chance.some_of(from, 1);
  if (names.size() > most) names.resize(most);
  const int threshold = 1 + static_cast<int>(chance.below(names.size()));
  return {names, Ring::of(threshold, names)};
}

const Names kRootNames = {"root0", "root1", "root2", "root3", "root4"};
const Names kProgramsNames = {"rel0", "rel1", "rel2", "rel3"};
const Names kNoticesNames = {"not0", "not1", "not2", "not3"};

/// One root of a chain, with the names of its keys.
struct Link {
  RootSpec spec;
  Names root_names, programs_names, notices_names;
  std::string envelope;
};

void rise(Chance& chance, BlockSpec& block) {
  if (chance.once_in(3)) ++block.epoch;
  if (chance.once_in(4)) block.floor += chance.below(3);
  if (chance.once_in(40) && block.epoch > 0) --block.epoch;
  if (chance.once_in(40) && block.floor > 0) --block.floor;
}

Link next_link(Chance& chance, const Link* before, bool has_programs) {
  Link link;
  if (before != nullptr) link = *before;
  link.spec.version = before == nullptr ? 1 : before->spec.version + 1;
  link.spec.issued = kT + kDay * chance.below(3);
  if (before == nullptr || chance.once_in(2)) {
    const Keys keys = some_keys(chance, kRootNames, 3);
    link.root_names = keys.names;
    link.spec.root_keys = keys.ring;
  }
  if (before == nullptr || chance.once_in(3)) {
    const Keys keys = some_keys(chance, kProgramsNames, 2);
    link.programs_names = keys.names;
    link.spec.programs.keys = keys.ring;
  }
  if (before == nullptr || chance.once_in(3)) {
    const Keys keys = some_keys(chance, kNoticesNames, 2);
    link.notices_names = keys.names;
    link.spec.notices.keys = keys.ring;
  }
  if (has_programs == chance.once_in(60)) {
    link.programs_names.clear();
    link.spec.programs.keys = Ring{0, {}};
  }
  if (before != nullptr) {
    rise(chance, link.spec.programs);
    rise(chance, link.spec.notices);
  }
  if (chance.once_in(60)) link.spec.version += 1;
  if (chance.once_in(60)) link.spec.product = "other";
  if (chance.once_in(60)) link.spec.notices.keys.threshold = 9;
  Names signers = link.root_names;
  if (before != nullptr) {
    for (const std::string& name : before->root_names) {
      if (std::find(signers.begin(), signers.end(), name) == signers.end()) signers.push_back(name);
    }
  }
  if (chance.once_in(25)) signers = chance.some_of(kRootNames, 1);
  link.envelope = root(link.spec, signers);
  return link;
}

std::vector<Link> some_chain(Chance& chance) {
  const bool has_programs = !chance.once_in(8);
  std::vector<Link> chain;
  const std::uint64_t length = 1 + chance.below(4);
  for (std::uint64_t i = 0; i < length; ++i)
    chain.push_back(next_link(chance, i == 0 ? nullptr : &chain.back(), has_programs));
  return chain;
}

/// Fields that both documents have, as the signers of `link` would fill them, now and then wrongly.
template <typename Spec>
void fill(Chance& chance, Spec& spec, const Link& link, const BlockSpec& block) {
  spec.root_version = link.spec.version - (chance.once_in(6) ? 1 : 0) + (chance.once_in(60) ? 1 : 0);
  spec.epoch = block.epoch + (chance.once_in(40) ? 1 : 0);
  spec.serial = block.floor + chance.below(5);
  if (chance.once_in(10) && block.floor > 0) spec.serial = block.floor - 1;
  if (chance.once_in(60)) spec.product = "other";
  spec.issued = kT + kDay * chance.below(4);
  if (chance.once_in(30)) spec.issued = kT + 5000 * kDay;
}

Names signers_of(Chance& chance, const Names& right, const Names& all) {
  if (right.empty() || chance.once_in(25)) return chance.some_of(all, 1);
  return right;
}

std::string some_programs(Chance& chance, const Link& link) {
  ProgramsSpec spec;
  fill(chance, spec, link, link.spec.programs);
  if (chance.once_in(50)) spec.platform = "windows-x86_64";
  if (chance.once_in(3)) spec.files.push_back({6, "update-patch", 5});
  if (chance.once_in(50)) spec.files[chance.below(3)].name = "other";
  const int role = chance.once_in(50) ? 3 : 2;
  return envelope(role, programs_payload(spec), signers_of(chance, link.programs_names, kProgramsNames));
}

std::string some_notices(Chance& chance, const Link& link) {
  NoticesSpec spec;
  fill(chance, spec, link, link.spec.notices);
  spec.expires = spec.issued + kDay * (chance.once_in(30) ? 0 : 90);
  spec.from_epoch = link.spec.programs.epoch;
  spec.from_serial = chance.below(4);
  if (chance.once_in(8) && spec.from_epoch > 0) --spec.from_epoch;
  if (chance.once_in(50)) spec.files[chance.below(2)].name = "version.dll";
  if (chance.once_in(50)) spec.files[0].role = 1;
  const int role = chance.once_in(50) ? 2 : 3;
  return envelope(role, notices_payload(spec), signers_of(chance, link.notices_names, kNoticesNames));
}

Digest as_digest(const std::string& raw) {
  Digest digest{};
  std::copy(raw.begin(), raw.end(), digest.begin());
  return digest;
}

std::string payload_hash(const std::string& envelope_bytes) {
  const auto split = split_envelope(envelope_bytes);
  return split ? std::string(as_view(sha256(split->payload))) : std::string();
}

/// What this machine accepted of one role: mostly what is live, else anything near.
NaiveAccepted some_accepted(Chance& chance, const std::string& live, Role role, const BlockSpec& block) {
  NaiveAccepted accepted;
  if (live.empty() && chance.once_in(2)) return accepted;
  accepted.any = true;
  accepted.hash = digest_of("another");
  accepted.epoch = block.epoch;
  accepted.serial = block.floor + chance.below(5);
  const auto split = split_envelope(live);
  const auto document = split ? decode_document(split->payload, role) : Result<Document>(Document{});
  if (split && document && !chance.once_in(8)) {
    accepted.epoch = document->position.epoch;
    accepted.serial = document->position.serial;
    accepted.hash = payload_hash(live);
  }
  if (chance.once_in(6) && accepted.epoch > 0) --accepted.epoch;
  if (chance.once_in(8)) accepted.hash.clear();
  accepted.issued = chance.once_in(10) ? kT + 400 * kDay : kT + kDay * chance.below(3);
  if (accepted.epoch == 0 && accepted.serial == 0 && accepted.hash.empty()) accepted = {};
  return accepted;
}

NaiveCase some_case(Chance& chance) {
  const std::vector<Link> chain = some_chain(chance);
  const Link& last = chain.back();
  const Link& signing = chance.once_in(20) ? chain.front() : last;
  NaiveCase given;
  given.product = "example.messenger";
  given.platform = "linux-x86_64";
  given.names = {"messenger",        "messenger.config", "messenger.xml",
                 "messenger-dialog", "messengerctl",     "update-patch"};

  std::vector<std::string> roots;
  for (const Link& link : chain) roots.push_back(link.envelope);
  const bool has_programs = !last.programs_names.empty();
  if (has_programs && !chance.once_in(4)) given.live_programs = some_programs(chance, last);
  if (!chance.once_in(4)) given.live_notices = some_notices(chance, last);
  std::string programs_envelope;
  if (has_programs != chance.once_in(5)) programs_envelope = some_programs(chance, signing);
  if (!given.live_programs.empty() && chance.once_in(4)) programs_envelope = given.live_programs;
  std::string notices_envelope = some_notices(chance, signing);
  if (!given.live_notices.empty() && chance.once_in(4)) notices_envelope = given.live_notices;
  given.scf = scf(roots, programs_envelope, notices_envelope);

  given.compiled_root = chance.one_of(roots);
  if (!chance.once_in(3)) given.compiled_root = roots.front();
  given.newest_root = chance.once_in(2) ? given.compiled_root : chance.one_of(roots);
  if (chance.once_in(40)) given.newest_root = next_link(chance, &last, has_programs).envelope;
  if (chance.once_in(40)) given.compiled_root = next_link(chance, nullptr, has_programs).envelope;
  given.programs = some_accepted(chance, given.live_programs, Role::programs, last.spec.programs);
  given.notices = some_accepted(chance, given.live_notices, Role::notices, last.spec.notices);
  if (chance.once_in(30)) std::swap(given.live_programs, given.live_notices);

  const std::vector<std::uint64_t> clocks = {0, kT, kT + 5 * kDay, kT + 80 * kDay, kT + 200 * kDay};
  given.clock = chance.once_in(3) ? chance.one_of(clocks) : kT + 5 * kDay;
  if (chance.once_in(40)) given.clock = kT + 4000 * kDay;
  if (!chance.once_in(3)) given.built = chance.once_in(4) ? 0 : kT;
  return given;
}

Accepted as_accepted(const NaiveAccepted& naive) {
  Accepted accepted;
  if (!naive.any) return accepted;
  accepted.position = {naive.epoch, naive.serial};
  if (!naive.hash.empty()) accepted.payload_hash = as_digest(naive.hash);
  accepted.issued = naive.issued;
  return accepted;
}

/// Trusted roots that are no sound roots of the product prove nothing, before any file is looked at.
bool has_sound_roots(const NaiveCase& given) {
  return sound_root(given.compiled_root, given.product) && sound_root(given.newest_root, given.product);
}

void check_case(const NaiveCase& given, std::map<std::string, int>& seen) {
  TrustAnchor anchor = anchor_at(given.compiled_root, given.newest_root);
  anchor.programs = as_accepted(given.programs);
  anchor.notices = as_accepted(given.notices);
  ProofDemand wanted = demand(to_instant(given.clock), given.product, given.platform);
  if (given.built) wanted.built = to_instant(*given.built);
  const auto composed = compose(given.scf, {given.live_programs, given.live_notices}, anchor, wanted);
  const NaiveVerdict naive = naive_verdict(given);

  std::string faults;
  for (const std::string& word : naive.faults) faults += word + " ";
  CAPTURE(faults);
  if (composed) {
    ++seen["accepted"];
    CHECK(naive.faults.empty());
    CHECK(composed->scf == naive.composed);
    CHECK((composed->notices.origin == Origin::live) == naive.live_notices);
    if (composed->programs) CHECK((composed->programs->origin == Origin::live) == naive.live_programs);
    if (naive.live_notices || naive.live_programs) ++seen["composed with the live set"];
    CHECK(Proof::of(composed->scf, anchor, wanted).has_value());
    return;
  }
  const std::string rule = composed.error().rule;
  CAPTURE(rule);
  ++seen[rule];
  const bool is_framing = composed.error().code == Code::malformed && naive.faults.contains("malformed");
  CHECK((is_framing || naive.faults.contains(rule)));
}

TEST_CASE("compose agrees with a second verifier") {
  std::map<std::string, int> seen;
  for (std::uint32_t number_of_case = 0; number_of_case < 1000; ++number_of_case) {
    CAPTURE(number_of_case);
    Chance chance(number_of_case);
    const NaiveCase given = some_case(chance);
    if (has_sound_roots(given)) check_case(given, seen);
  }
  CHECK(seen["accepted"] > 150);
  CHECK(seen["composed with the live set"] > 40);
  for (const std::string word :
       {"ROLLBACK", "PROGRAMS", "EQUIVOCATION", "FUTURE", "EXPIRED", "THRESHOLD", "BAD_SIG", "ROOT_OLD",
        "ROOT_REGRESS", "ROOT_EQUIVOCATION", "FILE_SET", "FLOOR", "SECTIONS"}) {
    CAPTURE(word);
    CHECK(seen[word] > 2);
  }
}

/// The same file with one bit changed: the second verifier refuses each as well. (That compose() does is in
/// proof_vectors_test.)
TEST_CASE("both refuse a random changed byte") {
  const std::string good = sample("scf.dat");
  NaiveCase given;
  given.compiled_root = given.newest_root = sample("root1.bin");
  given.product = "example.messenger";
  given.platform = "linux-x86_64";
  given.names = {"messenger",        "messenger.config", "messenger.xml",
                 "messenger-dialog", "messengerctl",     "update-patch"};
  given.clock = kT + 3 * kDay;
  given.scf = good;
  CHECK(naive_verdict(given).faults.empty());
  Chance chance(1);
  for (int i = 0; i < 300; ++i) {
    given.scf = good;
    const std::size_t at = chance.below(good.size());
    given.scf[at] = static_cast<char>(given.scf[at] ^ static_cast<char>(1 + chance.below(255)));
    CHECK_FALSE(naive_verdict(given).faults.empty());
    CHECK_FALSE(compose(given.scf, {}, anchor_at(given.compiled_root), demand()).has_value());
  }
}

}  // namespace
}  // namespace tocsin::test
