// Root rotation: what may follow what, and by whose word (threats on keys, thresholds and rotation).
#include <doctest/doctest.h>

#include "schema/core/text/text.h"
#include "tests/schema/trust/trust_samples.h"
#include "tests/support/scf_builder.h"

namespace tocsin::test {
namespace {

/// Root `version` of the same keys as the one before, signed by two of them.
RootSpec root_spec(std::uint64_t version, std::uint32_t epoch = 1, std::uint64_t floor = 0) {
  RootSpec spec;
  spec.version = version;
  spec.programs.epoch = spec.notices.epoch = epoch;
  spec.programs.floor = spec.notices.floor = floor;
  return spec;
}

std::string plain_root(std::uint64_t version) {
  return root(root_spec(version));
}

std::vector<std::string> plain_roots(std::uint64_t first, std::uint64_t last) {
  std::vector<std::string> roots;
  for (std::uint64_t version = first; version <= last; ++version) roots.push_back(plain_root(version));
  return roots;
}

/// "good", or the word for what is wrong with a root.
std::string outcome(const std::vector<std::string>& roots, const TrustAnchor& anchor) {
  const auto proof = Proof::of(scf(roots, programs(), notices()), anchor, demand());
  if (proof) return "good";
  const bool is_of_root = proof.error().context == "root" || proof.error().rule == "COUNT";
  return is_of_root ? proof.error().rule : verdict(proof.error());
}

struct Row {
  std::string_view name;
  std::string trusted;  // the newest; root 1 is compiled in
  std::vector<std::string> roots;
  std::string_view verdict;
};

void check_rows(const std::vector<Row>& rows, const std::string& compiled = plain_root(1)) {
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(outcome(row.roots, anchor_at(compiled, row.trusted)) == row.verdict);
  }
}

TEST_CASE("versions") {
  RootSpec last = root_spec(~std::uint64_t{0});
  RootSpec zero = root_spec(0);
  check_rows({
      {"the trusted root alone", plain_root(1), plain_roots(1, 1), "good"},
      {"the whole chain, trusted in the middle", plain_root(3), plain_roots(1, 5), "good"},
      {"the whole chain, trusted last", plain_root(3), plain_roots(1, 3), "good"},
      {"64 steps", plain_root(1), plain_roots(1, 64), "good"},
      {"65 steps", plain_root(1), plain_roots(1, 65), "COUNT"},
      {"from the trusted root on", plain_root(3), plain_roots(3, 5), "ROOT_GAP"},
      {"from the one after", plain_root(3), plain_roots(4, 4), "ROOT_GAP"},
      {"two ahead", plain_root(1), plain_roots(3, 3), "ROOT_GAP"},
      {"begins at 2", plain_root(4), plain_roots(2, 5), "ROOT_GAP"},
      {"gap inside", plain_root(1), {plain_root(1), plain_root(3)}, "ROOT_GAP"},
      {"gap inside, below the trusted one",
       plain_root(4),
       {plain_root(1), plain_root(3), plain_root(4)},
       "ROOT_GAP"},
      {"descending", plain_root(1), {plain_root(2), plain_root(1)}, "ROOT_GAP"},
      {"twice the same", plain_root(1), {plain_root(1), plain_root(1)}, "ROOT_GAP"},
      {"older than the trusted one", plain_root(3), plain_roots(1, 2), "ROOT_OLD"},
      {"version 0 first", plain_root(1), {root(zero), plain_root(1)}, "ROOT_GAP"},
      {"version 0 alone", plain_root(1), {root(zero)}, "ROOT_GAP"},
      {"the greatest version", plain_root(1), {plain_root(1), root(last)}, "ROOT_GAP"},
  });
  check_rows({{"older than the compiled one", plain_root(3), plain_roots(1, 2), "ROOT_OLD"},
              {"as far as the compiled one", plain_root(3), plain_roots(1, 3), "good"}},
             plain_root(3));
}

RootSpec rotated() {
  RootSpec spec = root_spec(2);
  spec.root_keys = Ring::of(2, {"root2", "root3", "root4"});
  return spec;
}

TEST_CASE("whose word a root needs") {
  const std::string one = plain_root(1);
  const Names all = {"root0", "root1", "root2", "root3", "root4"};
  check_rows({
      {"both thresholds", one, {one, root(rotated(), {"root0", "root1", "root3", "root4"})}, "good"},
      {"one key counts for both", one, {one, root(rotated(), {"root0", "root2", "root3"})}, "good"},
      {"all keys of both", one, {one, root(rotated(), all)}, "good"},
      {"old keys only", one, {one, root(rotated(), {"root0", "root1"})}, "THRESHOLD"},
      {"new keys only", one, {one, root(rotated(), {"root3", "root4"})}, "THRESHOLD"},
      {"one old, one new", one, {one, root(rotated(), {"root0", "root3"})}, "THRESHOLD"},
      {"a stranger beside enough others",
       one,
       {one, root(rotated(), {"root0", "root1", "root3", "root4", "rel0"})},
       "BAD_SIG"},
      {"programs keys", one, {one, root(rotated(), {"rel0", "rel1"})}, "BAD_SIG"},
      {"notices keys", one, {one, root(rotated(), {"not0", "not1"})}, "BAD_SIG"},
      {"root 1 by fewer than its threshold", one, {root(root_spec(1), {"root0"})}, "THRESHOLD"},
      {"root 1 with other signers of its own", one, {root(root_spec(1), {"root1", "root2"})}, "good"},
      {"a key that root 1 no longer... never had",
       one,
       {root(root_spec(1), {"root0", "root1", "root3"})},
       "BAD_SIG"},
  });
}

TEST_CASE("keys of a root before the last count for nothing") {
  RootSpec third = rotated();
  third.version = 3;
  const std::string one = plain_root(1);
  const std::string two = root(rotated(), {"root0", "root2", "root3"});
  check_rows({
      {"by root 2's keys", one, {one, two, root(third, {"root3", "root4"})}, "good"},
      {"by root 1's keys too", one, {one, two, root(third, {"root0", "root3", "root4"})}, "BAD_SIG"},
  });
}

TEST_CASE("the compiled bytes need no signature, others of that version do") {
  const RootSpec spec = rotated();
  const std::string one = plain_root(1);
  const std::string two = root(spec, {"root3"});  // too few: only its bytes make it trusted
  check_rows({{"byte-equal", two, {one, two}, "good"},
              {"same payload, both thresholds", two, {one, root(spec, {"root0", "root2", "root3"})}, "good"},
              {"same payload, too few", two, {one, root(spec, {"root4"})}, "THRESHOLD"}},
             two);
  check_rows({{"accepted bytes are verified like others", two, {one, two}, "THRESHOLD"}}, one);
}

/// The holder of root 1's old keys and of a file with root 2 must not make a machine forget root 2: the
/// chain of every accepted file leads from the compiled root to the newest one.
TEST_CASE("a chain that begins with another root 1 is refused, though root 2 is trusted") {
  RootSpec forged = root_spec(1);
  forged.root_keys = Ring::of(1, {"rel3"});
  const std::string one = plain_root(1);
  const std::string two = plain_root(2);
  const std::string forged_one = root(forged, {"rel3"});
  check_rows({{"as it was accepted", two, {one, two}, "good"},
              {"another root 1 before it", two, {forged_one, two}, "ROOT_EQUIVOCATION"},
              {"another root 1 before it, signed by its key too",
               two,
               {forged_one, root(root_spec(2), {"root0", "root1", "rel3"})},
               "ROOT_EQUIVOCATION"}});
  RootSpec middle = root_spec(2);
  middle.root_keys = Ring::of(2, {"root0", "root3", "root4"});
  const std::string three = root(root_spec(3), {"root0", "root1", "root2"});
  check_rows({{"another root 2, which did not sign root 3",
               three,
               {one, root(middle, {"root0", "root1", "root3"}), three},
               "THRESHOLD"}});
}

TEST_CASE("equivocation and regress") {
  RootSpec other = root_spec(1);
  other.expires += 1;
  RootSpec second = root_spec(2);
  RootSpec second_other = second;
  second_other.expires += 1;
  const std::string one = plain_root(1);
  check_rows({
      {"another root 1", one, {root(other)}, "ROOT_EQUIVOCATION"},
      {"another root 2 within the chain",
       root(second),
       {one, root(second_other), plain_root(3)},
       "ROOT_EQUIVOCATION"},
      {"another root 1, by strangers", one, {root(other, {"root3", "root4"})}, "BAD_SIG"},
  });
  const RootSpec high = root_spec(1, 5, 9);
  RootSpec programs_fall = root_spec(2, 5, 9);
  programs_fall.programs.epoch = 4;
  RootSpec notices_fall = root_spec(2, 5, 9);
  notices_fall.notices.epoch = 4;
  RootSpec programs_floor = root_spec(2, 6, 9);
  programs_floor.programs.floor = 8;
  RootSpec notices_floor = root_spec(2, 6, 9);
  notices_floor.notices.floor = 8;
  RootSpec without = root_spec(2, 5, 9);
  without.programs.keys = Ring{0, {}};
  check_rows({{"programs' epoch falls", root(high), {root(high), root(programs_fall)}, "ROOT_REGRESS"},
              {"notices' epoch falls", root(high), {root(high), root(notices_fall)}, "ROOT_REGRESS"},
              {"programs' floor falls though its epoch rises",
               root(high),
               {root(high), root(programs_floor)},
               "ROOT_REGRESS"},
              {"notices' floor falls though its epoch rises",
               root(high),
               {root(high), root(notices_floor)},
               "ROOT_REGRESS"},
              {"programs keys go", root(high), {root(high), root(without)}, "ROOT_REGRESS"}},
             root(high));
}

struct KeyRow {
  std::string_view name;
  Ring ring;
  std::string_view verdict;
};

Ring unsorted() {
  Ring ring = Ring::of(2, {"root0", "root1", "root2"});
  std::ranges::reverse(ring.keys);
  return ring;
}

Ring doubled() {
  Ring ring = Ring::of(2, {"root0", "root1"});
  ring.keys.push_back(ring.keys.back());
  return ring;
}

Ring with_key(const std::string& raw_hex) {
  Ring ring = Ring::of(2, {"root0", "root1"});
  ring.keys.push_back(*unhex(raw_hex));
  std::ranges::sort(ring.keys, [](const std::string& a, const std::string& b) { return a.compare(b) < 0; });
  return ring;
}

TEST_CASE("key sets of a root that is otherwise well signed") {
  const Names two = {"root0", "root1"};
  const KeyRow rows[] = {
      {"two of three", Ring::of(2, {"root0", "root1", "root2"}), "good"},
      {"two of two", Ring::of(2, two), "good"},
      {"threshold 0", Ring::of(0, two), "KEYSET"},
      {"threshold above the keys", Ring::of(3, two), "KEYSET"},
      {"no keys", Ring{0, {}}, "KEYSET"},
      {"no keys, threshold 1", Ring{1, {}}, "KEYSET"},
      {"17 keys", Ring{2, std::vector<std::string>(17, std::string(32, 'k'))}, "KEYSET"},
      {"keys descend", unsorted(), "KEY_ORDER"},
      {"a key twice", doubled(), "KEY_ORDER"},
      {"identity point", with_key("0100000000000000000000000000000000000000000000000000000000000000"),
       "WEAK_KEY"},
      {"all zero", with_key("0000000000000000000000000000000000000000000000000000000000000000"), "WEAK_KEY"},
      {"order 8", with_key("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"), "WEAK_KEY"},
      {"not canonical", with_key("f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
       "WEAK_KEY"},
  };
  const std::string one = plain_root(1);
  const auto outcome_of = [&one](const RootSpec& next) {
    return outcome({one, root(next, {"root0", "root1"})}, anchor_at(one));
  };
  for (const KeyRow& row : rows) {
    CAPTURE(row.name);
    RootSpec next = root_spec(2);
    next.root_keys = row.ring;
    CHECK(outcome_of(next) == row.verdict);
    if (row.verdict == "good") continue;
    RootSpec for_notices = root_spec(2);
    for_notices.notices.keys = row.ring;
    CHECK(outcome_of(for_notices) == row.verdict);
    RootSpec for_programs = root_spec(2);
    for_programs.programs.keys = row.ring;
    const bool is_empty = row.ring.threshold == 0 && row.ring.keys.empty();
    CHECK(outcome_of(for_programs) == (is_empty ? "ROOT_REGRESS" : row.verdict));
  }
}

TEST_CASE("fields of a root's payload") {
  const std::string one = plain_root(1);
  const std::string good = root_payload(root_spec(2));
  struct PayloadRow {
    std::string_view name;
    std::string payload;
    std::string_view verdict;
  };
  std::string format = good;
  format[0] = 2;
  std::string role = good;
  role[1] = 2;
  std::string product = good;
  product[4] = 'E';
  const PayloadRow rows[] = {
      {"as it should be", good, "good"},
      {"another format", format, "VERSION"},
      {"the role of programs", role, "ROLE"},
      {"another product", product, "PRODUCT"},
      {"nothing", "", "TRUNCATED"},
      {"a programs payload", programs_payload({}), "ROLE"},
      {"a notices payload", notices_payload({}), "ROLE"},
      {"a byte less", good.substr(0, good.size() - 1), "TRUNCATED"},
      {"a byte more", good + "x", "SLACK"},
      {"cut within the product", good.substr(0, 9), "TRUNCATED"},
  };
  for (const PayloadRow& row : rows) {
    CAPTURE(row.name);
    CHECK(outcome({one, envelope(1, row.payload, {"root0", "root1"})}, anchor_at(one)) == row.verdict);
  }
}

TEST_CASE("a trusted root that is none, or of another product, proves nothing") {
  RootSpec other = root_spec(1);
  other.product = "other";
  const std::string good = scf({plain_root(1)}, programs(), notices());
  CHECK(verdict(good, anchor_at("")) == "TRUNCATED");
  CHECK(verdict(good, anchor_at("rubbish of some length")) == "BIG_PAYLOAD");
  CHECK(verdict(good, anchor_at(root(other))) == "PRODUCT");
}

}  // namespace
}  // namespace tocsin::test
