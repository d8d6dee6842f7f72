// Which documents make the next set, and what is said where none can.
#include "schema/trust/composition.h"

#include <doctest/doctest.h>

#include "tests/schema/trust/trust_samples.h"
#include "tests/support/scf_builder.h"

namespace tocsin::test {
namespace {

std::string code(std::uint64_t serial) {
  ProgramsSpec spec;
  spec.serial = serial;
  return programs(spec);
}

std::string news(std::uint64_t serial, std::uint64_t from_serial = 1) {
  NoticesSpec spec;
  spec.serial = serial;
  spec.from_serial = from_serial;
  return notices(spec);
}

/// A machine with root 1 whose live set, and all it has accepted, are these.
struct Machine {
  std::string programs, notices;
  TrustAnchor anchor;
};

Machine machine_with(const std::string& programs_envelope, const std::string& notices_envelope) {
  const std::string live = scf({root({})}, programs_envelope, notices_envelope);
  return {programs_envelope, notices_envelope, *strongest(root({}), kProduct, "", live)};
}

Result<Composition> offered(const Machine& machine, const std::string& file,
                            const ProofDemand& wanted = demand()) {
  return compose(file, {machine.programs, machine.notices}, machine.anchor, wanted);
}

std::string word(const Choice& choice) {
  const std::string from = choice.origin == Origin::file ? "file" : "live";
  return format_position(choice.chosen) + " " + from + (choice.higher ? " higher" : "");
}

/// "1.4 file higher, 1.7 live", programs first.
std::string outcome(const Result<Composition>& composed) {
  if (!composed) return verdict(composed.error());
  return (composed->programs ? word(*composed->programs) + ", " : "") + word(composed->notices);
}

TEST_CASE("each role by itself") {
  const Machine machine = machine_with(code(5), news(7));
  struct Row {
    std::string_view name;
    std::string programs, notices;
    std::string_view outcome;
    bool is_higher, is_older;
  };
  const Row rows[] = {
      {"both the same", code(5), news(7), "1.5 file, 1.7 file", false, false},
      {"both higher", code(6), news(8), "1.6 file higher, 1.8 file higher", true, false},
      {"programs higher, notices the same", code(6), news(7), "1.6 file higher, 1.7 file", true, false},
      {"programs higher, notices lower", code(6), news(6), "1.6 file higher, 1.7 live", true, true},
      {"programs lower, notices higher", code(4), news(8), "1.5 live, 1.8 file higher", true, true},
      {"programs lower, notices the same", code(4), news(7), "1.5 live, 1.7 file", false, true},
      {"both lower", code(4), news(6), "1.5 live, 1.7 live", false, true},
      {"no programs, notices higher", "", news(8), "1.5 live, 1.8 file higher", true, false},
      {"no programs, notices the same", "", news(7), "1.5 live, 1.7 file", false, false},
      {"no programs, notices lower", "", news(6), "1.5 live, 1.7 live", false, true},
      {"no programs, higher ones needed", "", news(8, 6), "PROGRAMS programs", false, false},
      {"programs below what the notices need", code(6), news(8, 7), "PROGRAMS programs", false, false},
      {"programs lower, the live ones are what the notices need", code(4), news(8, 5),
       "1.5 live, 1.8 file higher", true, true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto composed = offered(machine, scf({root({})}, row.programs, row.notices));
    CHECK(outcome(composed) == row.outcome);
    if (!composed) continue;
    CHECK(composed->is_higher() == row.is_higher);
    CHECK(composed->is_older() == row.is_older);
    CHECK(verdict(composed->scf, machine.anchor) == spelt(composed->proof.release()));
    CHECK(composed->origin_of(FileRole::dialog) == composed->programs->origin);
    CHECK(composed->origin_of(FileRole::config) == composed->notices.origin);
    CHECK(composed->payload_files.size() == (row.programs.empty() ? 2 : 5));
  }
}

TEST_CASE("what is composed is the chosen envelopes, byte by byte") {
  const Machine machine = machine_with(code(5), news(7));
  const auto composed = offered(machine, scf({root({})}, code(4), news(8)));
  REQUIRE(composed.has_value());
  CHECK(composed->scf == scf({root({})}, code(5), news(8)));
  const auto whole = offered(machine, scf({root({})}, code(6), news(8)));
  REQUIRE(whole.has_value());
  CHECK(whole->scf == scf({root({})}, code(6), news(8)));
}

TEST_CASE("the same pair with another payload") {
  const Machine machine = machine_with(code(5), news(7));
  ProgramsSpec other_code;
  other_code.serial = 5;
  other_code.files[0].size += 1;
  NoticesSpec other_news;
  other_news.serial = 7;
  other_news.expires += 1;
  CHECK(outcome(offered(machine, scf({root({})}, programs(other_code), news(8)))) == "EQUIVOCATION programs");
  CHECK(outcome(offered(machine, scf({root({})}, code(6), notices(other_news)))) == "EQUIVOCATION notices");
}

TEST_CASE("every document in the file counts, chosen or not") {
  const Machine machine = machine_with(code(5), news(7));
  ProgramsSpec platform;
  platform.serial = 4;
  platform.platform = "windows-x86_64";
  NoticesSpec name;
  name.serial = 6;
  name.files[1].name = "version.dll";
  CHECK(outcome(offered(machine, scf({root({})}, programs(platform), news(8)))) == "PLATFORM programs");
  CHECK(outcome(offered(machine, scf({root({})}, programs({}, {"not0"}), news(8)))) == "BAD_SIG programs");
  CHECK(outcome(offered(machine, scf({root({})}, code(6), notices(name)))) == "FILE_SET notices");
}

TEST_CASE("a live document that cannot be used") {
  ProgramsSpec other;
  other.serial = 5;
  other.files[0].size += 1;
  struct Row {
    std::string_view name;
    std::string live;
  };
  const Row rows[] = {
      {"none", ""},
      {"rubbish", "rubbish"},
      {"a lower one", code(4)},
      {"a higher one that was never accepted", code(6)},
      {"the accepted pair with another payload", programs(other)},
      {"by a stranger", programs({}, {"rel2"})},
      {"a notices envelope", news(7)},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    Machine machine = machine_with(code(5), news(7));
    machine.programs = row.live;
    const auto absent = offered(machine, scf({root({})}, "", news(8)));
    CHECK(outcome(absent) == "PROGRAMS programs");
    CHECK(absent.error().detail.find("programs 1.5 or above are needed") != std::string::npos);
    CHECK(outcome(offered(machine, scf({root({})}, code(4), news(8)))) == "ROLLBACK programs");
  }
  Machine machine = machine_with(code(5), news(7));
  machine.notices.clear();
  CHECK(outcome(offered(machine, scf({root({})}, code(6), news(6)))) == "ROLLBACK notices");
}

TEST_CASE("a notices file for a machine that has nothing") {
  const Machine machine{"", "", anchor_at(root({}))};
  const auto refused = offered(machine, scf({root({})}, "", news(8, 3)));
  CHECK(outcome(refused) == "PROGRAMS programs");
  CHECK(refused.error().detail.find("programs 1.3 or above are needed") != std::string::npos);
  CHECK(refused.error().detail.find("full patch first") != std::string::npos);
  CHECK(outcome(offered(machine, scf({root({})}, code(3), news(8, 3)))) ==
        "1.3 file higher, 1.8 file higher");
}

/// Root 2 with a new key, and so a new epoch, for one role.
RootSpec rotated(BlockSpec RootSpec::*role, const Names& key) {
  RootSpec spec;
  spec.version = 2;
  (spec.*role).epoch = 2;
  (spec.*role).keys = Ring::of(1, key);
  return spec;
}

TEST_CASE("live documents are judged by the file's newest root") {
  const Machine machine = machine_with(code(5), news(7));
  NoticesSpec second;
  second.epoch = 2;
  const std::string notices_rotated = root(rotated(&RootSpec::notices, {"not2"}));
  const auto kept = offered(machine, scf({root({}), notices_rotated}, "", notices(second, {"not2"})));
  CHECK(outcome(kept) == "1.5 live, 2.1 file higher");
  CHECK(kept->newer_root);
  const std::string programs_rotated = root(rotated(&RootSpec::programs, {"rel2"}));
  CHECK(outcome(offered(machine, scf({root({}), programs_rotated}, "", news(8)))) == "PROGRAMS programs");
}

TEST_CASE("a newer root alone is something to install") {
  const Machine machine = machine_with(code(5), news(7));
  RootSpec second;
  second.version = 2;
  const auto composed = offered(machine, scf({root({}), root(second)}, code(5), news(7)));
  CHECK(outcome(composed) == "1.5 file, 1.7 file");
  CHECK(composed->newer_root);
  CHECK(composed->is_higher());
}

TEST_CASE("the composition is proven: dates, the future, and its size") {
  const Machine machine = machine_with(code(5), news(7));
  const std::string lower = scf({root({})}, code(6), news(6));
  CHECK(outcome(offered(machine, lower, demand(instant_at(1771718400)))) == "EXPIRED notices");
  ProofDemand wanted = demand(instant_at(0));
  wanted.built = instant_at(0);
  CHECK(outcome(offered(machine, lower, wanted)) == "FUTURE programs");
  CHECK(outcome(offered(machine, scf({root({})}, code(4), news(6)), wanted)) == "1.5 live, 1.7 live");
}

TEST_CASE("a site's channel has no programs to choose") {
  RootSpec spec;
  spec.programs.keys = Ring{0, {}};
  const std::string one = root(spec);
  const std::string live = scf({one}, "", news(7));
  const Machine machine{"", news(7), *strongest(one, kProduct, "", live)};
  const auto composed = offered(machine, scf({one}, "", news(8)));
  CHECK(outcome(composed) == "1.8 file higher");
  CHECK(composed->scf == scf({one}, "", news(8)));
  CHECK(composed->origin_of(FileRole::catalog) == Origin::file);
  CHECK(outcome(offered(machine, scf({one}, "", news(6)))) == "1.7 live");
  CHECK(outcome(offered(machine, scf({one}, code(1), news(8)))) == "SECTIONS");
}

TEST_CASE("an older file is merely older, or a sign of a fast-forward attack") {
  struct Row {
    std::string_view name;
    std::uint64_t live, file;
    bool good;
  };
  const Row rows[] = {
      {"the same", 7, 7, true},
      {"one behind", 8, 7, true},
      {"a million behind", 1'000'007, 7, true},
      {"a million and one behind", 1'000'008, 7, false},
      {"the greatest serial", ~std::uint64_t{0}, 7, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto by_notices =
        offered(machine_with(code(5), news(row.live)), scf({root({})}, code(5), news(row.file)));
    REQUIRE(by_notices.has_value());
    const auto checked = check_lead(*by_notices);
    CHECK(checked.has_value() == row.good);
    if (!checked) {
      CHECK(verdict(checked.error()) == "ROLLBACK notices");
      CHECK(checked.error().detail.find("fast-forward attack") != std::string::npos);
      CHECK(checked.error().detail.find(std::to_string(row.live - row.file)) != std::string::npos);
    }
    const auto by_programs =
        offered(machine_with(code(row.live), news(5)), scf({root({})}, code(row.file), news(5)));
    REQUIRE(by_programs.has_value());
    CHECK(check_lead(*by_programs).has_value() == row.good);
  }
  const auto absent = offered(machine_with(code(9'000'000), news(7)), scf({root({})}, "", news(7)));
  CHECK(check_lead(*absent).has_value());
}

TEST_CASE("the documents of a live scf.dat") {
  const std::string whole = scf({root({})}, code(5), news(7));
  CHECK(live_documents(whole).programs == code(5));
  CHECK(live_documents(whole).notices == news(7));
  const std::string site = scf({root({})}, "", news(7));
  CHECK(live_documents(site).programs.empty());
  CHECK(live_documents("rubbish").notices.empty());
  CHECK(live_documents("").notices.empty());
}

}  // namespace
}  // namespace tocsin::test
