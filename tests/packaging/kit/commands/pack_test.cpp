// pack: a notices file, a payload or a patch; what no client would accept is not packed.
#include <doctest/doctest.h>

#include "packaging/kit/files/any_file.h"
#include "schema/core/program_mark.h"
#include "tests/packaging/kit/release/patch_bench.h"
#include "tests/schema/trust/patch_samples.h"

namespace tocsin::test {
namespace {

using Words = std::vector<std::string>;

const Words kThen = {"--at", "2025-11-25T00:00:00Z"};

TEST_CASE("a patch is stub, zeros, payload, trailer") {
  for (std::size_t more = 0; more < 9; ++more) {
    CAPTURE(more);
    const Workbench bench;
    signed_root(bench);
    Words words = programs_arguments(bench);
    const std::string stub = elf_program("updater", std::string(more, 's'));
    bench.write("update-patch", stub);
    run_command(words);
    sign(bench("programs.draft"), bench.key("rel0"), {"--first"});
    run_command(notices_arguments(bench));
    sign(bench("notices.draft"), bench.key("not0"), {"--first"});
    const CapturedRun run = run_command(pack_arguments(bench));
    REQUIRE(run.exit_code == 0);
    CHECK(run.err == "");
    const std::string patch = bench.read("patch.bin");
    CHECK(patch.size() % 8 == 0);
    const auto parts = split_patch(patch);
    REQUIRE(parts.has_value());
    CHECK(parts->before == stub + std::string(parts->before.size() - stub.size(), '\0'));
    CHECK(parts->before.size() - stub.size() < 8);
    CHECK(patch == patch_of(std::string(parts->before), std::string(parts->payload)));
    CHECK(run_command(with({"verify", bench("patch.bin"), "--root", bench("root1.bin")}, kThen)).out ==
          "ACCEPT notices 1.9 programs 1.7, by the root given\n");
  }
}

TEST_CASE("pack: what it says, and the three kinds of file") {
  const Workbench bench;
  signed_drafts(bench);
  CHECK(run_command(pack_arguments(bench))
            .out.starts_with(bench("patch.bin") + ": notices 1.9 programs 1.7 of example.messenger for "
                                                  "linux-x86_64, expires 2026-01-31T00:00:00Z, "));
  CHECK(run_command({"pack", "--notices", bench("notices.draft"), "-o", bench("notices.bin")})
            .out.starts_with(bench("notices.bin") + ": notices 1.9 of example.messenger, expires "));
  CHECK(run_command({"pack", "--notices", bench("notices.draft"), "--programs", bench("programs.draft"), "-o",
                     bench("payload.bin")})
            .exit_code == 0);
  CHECK(bench.read("patch.bin").find(bench.read("payload.bin")) != std::string::npos);
  CHECK(bench.read("notices.bin") == bench.read("notices.draft"));
  CHECK(run_command(with({"verify", bench("notices.bin")}, kThen)).out == "PROGRAMS programs\n");
  CHECK(run_command(with({"verify", bench("notices.bin"), "--programs", bench("patch.bin"),
                          "--accepted-programs", "1.7"},
                         kThen))
            .out == "ACCEPT notices 1.9 programs 1.7\n");
}

TEST_CASE("documents are taken from any file that holds them") {
  const Workbench bench;
  signed_drafts(bench);
  REQUIRE(run_command(pack_arguments(bench)).exit_code == 0);
  CHECK(run_command({"pack", "--notices", bench("patch.bin"), "-o", bench("notices.bin")}).exit_code == 0);
  CHECK(bench.read("notices.bin") == bench.read("notices.draft"));
  Words words = notices_arguments(bench);
  *(std::ranges::find(words, "--serial") + 1) = "10";
  run_command(words);
  sign(bench("notices.draft"), bench.key("not1"), {"--previous", bench("patch.bin")});
  CHECK(run_command({"pack", "--programs", bench("patch.bin"), "--notices", bench("notices.draft"), "--stub",
                     bench("update-patch"), "-o", bench("next.bin")})
            .exit_code == 0);
  CHECK(run_command(with({"verify", bench("next.bin")}, kThen)).out == "ACCEPT notices 1.10 programs 1.7\n");
}

TEST_CASE("the longer chain of roots is packed; chains that part are not") {
  const Workbench bench;
  signed_drafts(bench);
  RootSpec second;
  second.version = 2;
  second.notices = {2, 0, Ring::of(1, {"not2"})};
  bench.write("root2.bin", root(second));
  Words words = with(notices_arguments(bench), {"--root", bench("root2.bin")});
  run_command(words);
  CHECK(sign(bench("notices.draft"), bench.key("not0"), {"--first"}).exit_code == 5);
  CHECK(sign(bench("notices.draft"), bench.key("not2"), {"--first"}).exit_code == 0);
  CHECK(run_command(pack_arguments(bench)).exit_code == 0);
  CHECK(run_command(with({"verify", bench("patch.bin")}, kThen)).out == "ACCEPT notices 2.9 programs 1.7\n");
  RootSpec twin;
  twin.notices.floor = 1;
  bench.write("root1.bin", root(twin));
  run_command(notices_arguments(bench));
  sign(bench("notices.draft"), bench.key("not0"), {"--first"});
  fs::remove(bench("patch.bin"));
  const CapturedRun run = run_command(pack_arguments(bench));
  CHECK(run.exit_code == 5);
  CHECK(run.err.find("ROOT_EQUIVOCATION") != std::string::npos);
}

/// A program for Windows: the marked updater.
std::string windows_updater() {
  PeSpec spec;
  spec.rest =
      std::string(kProgramMarkBegin) + "updater" + std::string(kProgramMarkEnd) + std::string(55, 'c');
  std::string program = pe_program(spec);
  program[64 + 4] = '\x64';
  program[64 + 5] = '\x86';
  return program;
}

/// As a signing tool leaves it: padded, checksum and security entry set, a certificate table behind.
std::string authenticode_signed(std::string program, std::size_t table) {
  program.resize((program.size() + 7) / 8 * 8, '\0');
  program.replace(64 + 24 + 64, 4, "sum!");
  program.replace(64 + 24 + 144, 8, little(program.size(), 4) + little(table, 4));
  return program + std::string(table, 's');
}

void windows_drafts(const Workbench& bench, const std::string& updater) {
  signed_drafts(bench);
  Words words = programs_arguments(bench);
  *(std::ranges::find(words, "--platform") + 1) = "windows-x86_64";
  bench.write("update-patch", updater);
  run_command(with(words, {"--force"}));
  sign(bench("programs.draft"), bench.key("rel0"), {"--first"});
}

TEST_CASE("a program for Windows, signed before and after it is packed") {
  const std::string bare = windows_updater();
  for (const bool is_signed_before : {false, true}) {
    CAPTURE(is_signed_before);
    const Workbench bench;
    windows_drafts(bench, is_signed_before ? authenticode_signed(bare, 24) : bare);
    REQUIRE(run_command(pack_arguments(bench)).exit_code == 0);
    const std::string patch = bench.read("patch.bin");
    CHECK(split_patch(patch)->before.find("ssss") == std::string_view::npos);  // the table is gone
    CHECK(run_command(with({"verify", bench("patch.bin")}, kThen)).out ==
          "ACCEPT notices 1.9 programs 1.7\n");
    const std::string after = bench.write("signed.exe", authenticode_signed(patch, 1000));
    CHECK(run_command(with({"verify", after}, kThen)).out == "ACCEPT notices 1.9 programs 1.7\n");
    std::string trojan = bench.read("signed.exe");
    trojan[bare.size() - 1] = 'e';
    CHECK(run_command(with({"verify", bench.write("trojan.exe", trojan)}, kThen)).out == "STUB programs\n");
    CHECK(run_command(
              {"verify", bench.write("cut.exe", bench.read("signed.exe").substr(0, patch.size() + 999))})
              .out == "MAGIC\n");
  }
}

TEST_CASE("a stub is the updater that the programs list") {
  const Workbench bench;
  signed_drafts(bench);
  const std::string own = elf_program("updater");
  run_command({"pack", "--notices", bench("notices.draft"), "--programs", bench("programs.draft"), "-o",
               bench("payload.bin")});
  const std::string payload = bench.read("payload.bin");
  PeSpec half_signed;
  half_signed.table_begin = 300;
  half_signed.table_size = 24;
  struct Row {
    std::string_view name;
    std::string stub;
    int exit_code;
    std::string_view told;
  };
  const Row rows[] = {
      {"it", own, 0, ""},
      {"a trojan", elf_program("updater", "x"), 5, "STUB"},
      {"another of our programs", elf_program("dialog"), 5, "STUB"},
      {"cut", own.substr(0, own.size() - 1), 5, "STUB"},
      {"zeros behind", own + std::string(7, '\0'), 0, ""},
      {"more zeros behind", own + std::string(32, '\0'), 5, "STUB"},
      {"empty", "", 2, "is empty"},
      {"a patch", patch_of(own, payload), 2, "carries a payload already"},
      {"a trailer that points nowhere", own + trailer_to(999), 2, "carries a payload already"},
      {"a payload", payload, 2, "carries a payload already"},
      {"half of a signature", pe_program(half_signed), 4, "does not reach the file's end"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    fs::remove(bench("patch.bin"));
    bench.write("update-patch", row.stub);
    const CapturedRun run = run_command(pack_arguments(bench));
    CAPTURE(run.err);
    CHECK(run.exit_code == row.exit_code);
    CHECK(run.err.find(row.told) != std::string::npos);
    CHECK(fs::exists(bench("patch.bin")) == (row.exit_code == 0));
  }
}

TEST_CASE("a genuine payload behind a trojan stub is told") {
  const Workbench bench;
  signed_drafts(bench);
  REQUIRE(run_command(pack_arguments(bench)).exit_code == 0);
  const std::string patch = bench.read("patch.bin");
  const std::string payload(split_patch(patch)->payload);
  const auto line_of = [&](const std::string& bytes) {
    return run_command(with({"verify", bench.write("other", bytes)}, kThen)).out;
  };
  CHECK(line_of(patch) == "ACCEPT notices 1.9 programs 1.7\n");
  CHECK(line_of(patch_of("#!/bin/sh\nrm -rf /\n", payload)) == "STUB programs\n");
  CHECK(line_of(patch_of(elf_program("updater", "evil"), payload)) == "STUB programs\n");
  CHECK(line_of(payload) == "ACCEPT notices 1.9 programs 1.7\n");
}

TEST_CASE("programs without an updater have no stub") {
  const Workbench bench;
  signed_drafts(bench);
  Words words = programs_arguments(bench);
  words.erase(words.end() - 4, words.end() - 2);  // --updater FILE
  run_command(with(words, {"--no-updater"}));
  sign(bench("programs.draft"), bench.key("rel0"), {"--first"});
  const CapturedRun run = run_command(pack_arguments(bench));
  CHECK(run.exit_code == 5);
  CHECK(run.err.find("nobody signed this stub") != std::string::npos);
  CHECK(run_command({"pack", "--notices", bench("notices.draft"), "--programs", bench("programs.draft"), "-o",
                     bench("payload.bin")})
            .exit_code == 0);
}

/// Both documents with files of one byte each, "x".
ProgramsSpec small_programs() {
  ProgramsSpec spec;
  for (FileSpec& file : spec.files) file = FileSpec::of(file.role, file.name, "x");
  return spec;
}

NoticesSpec small_notices() {
  NoticesSpec spec;
  for (FileSpec& file : spec.files) file = FileSpec::of(file.role, file.name, "x");
  return spec;
}

TEST_CASE("documents that are refused, by the client's own word") {
  RootSpec two_of_two;
  two_of_two.programs.keys = Ring::of(2, {"rel0", "rel1"});
  two_of_two.notices.keys = Ring::of(2, {"not0", "not1"});
  RootSpec second;
  second.version = 2;
  RootSpec short_lived;
  short_lived.expires = 1763942399;
  NoticesSpec backwards = small_notices();
  backwards.expires = backwards.issued - 1;
  NoticesSpec too_new = small_notices();
  too_new.from_serial = 2;
  const std::string one = root({});
  const std::string by_rel0 = programs(small_programs()), by_not0 = notices(small_notices());
  const std::string unsigned_root = envelope_of(root_payload({}), 0, "");
  const std::string unsigned_notices = envelope_of(notices_payload(small_notices()), 0, "");
  struct Row {
    std::string_view name;
    std::string root_envelope, programs_envelope, notices_envelope, blobs, told;
    int exit_code;
  };
  const Row rows[] = {
      {"good", one, by_rel0, by_not0, "xxxxx", "", 0},
      {"two of two", root(two_of_two), programs(small_programs(), {"rel0", "rel1"}),
       notices(small_notices(), {"not0", "not1"}), "xxxxx", "", 0},
      {"one of two programs keys", root(two_of_two), by_rel0, notices(small_notices(), {"not0", "not1"}),
       "xxxxx", "THRESHOLD", 5},
      {"one of two notices keys", root(two_of_two), programs(small_programs(), {"rel0", "rel1"}), by_not0,
       "xxxxx", "THRESHOLD", 5},
      {"unsigned", one, by_rel0, unsigned_notices, "xxxxx", "SIGCOUNT", 4},
      {"by a stranger", one, programs(small_programs(), {"rel2"}), by_not0, "xxxxx", "BAD_SIG", 5},
      {"programs by a notices key", one, programs(small_programs(), {"not0"}), by_not0, "xxxxx", "BAD_SIG",
       5},
      {"notices by a programs key", one, by_rel0, notices(small_notices(), {"rel0"}), "xxxxx", "BAD_SIG", 5},
      {"not from root 1", root(second), by_rel0, by_not0, "xxxxx", "ROOT_GAP", 5},
      {"root unsigned", unsigned_root, by_rel0, by_not0, "xxxxx", "SIGCOUNT", 4},
      {"root below its threshold", root({}, {"root0"}), by_rel0, by_not0, "xxxxx", "THRESHOLD", 5},
      {"root by strangers", root({}, {"root3", "root4"}), by_rel0, by_not0, "xxxxx", "BAD_SIG", 5},
      {"root expired on that day", root(short_lived), by_rel0, by_not0, "xxxxx", "ROOT_EXPIRED", 5},
      {"expires before it is issued", one, by_rel0, notices(backwards), "xxxxx", "DATES", 5},
      {"for later programs", one, by_rel0, notices(too_new), "xxxxx", "PROGRAMS", 5},
      {"another file", one, by_rel0, by_not0, "xxyxx", "FILE_HASH", 5},
      {"another last file", one, by_rel0, by_not0, "xxxxy", "FILE_HASH", 5},
      {"a byte missing", one, by_rel0, by_not0, "xxxx", "TRUNCATED", 4},
      {"no notices", one, by_rel0, "", "xxxxx", "TRUNCATED", 4},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Workbench bench;
    const std::string path = bench.write(
        "signed.bin",
        payload_of(scf({row.root_envelope}, row.programs_envelope, row.notices_envelope), row.blobs));
    const CapturedRun run =
        run_command({"pack", "--programs", path, "--notices", path, "-o", bench("payload.bin")});
    CAPTURE(run.err);
    CHECK(run.exit_code == row.exit_code);
    CHECK(run.err.find(row.told) != std::string::npos);
    CHECK((run.err.find("signed.bin") != std::string::npos) == (row.exit_code != 0));
    CHECK(fs::exists(bench("payload.bin")) == (row.exit_code == 0));
  }
}

TEST_CASE("a notices file alone is proven as far as it can be") {
  NoticesSpec other_name = small_notices();
  other_name.files[0].name = "version.dll";
  RootSpec short_lived;
  short_lived.expires = 1763942399;
  struct Row {
    std::string_view name;
    std::string root_envelope, notices_envelope;
    std::string_view told;
  };
  const Row rows[] = {
      {"good", root({}), notices(small_notices()), ""},
      {"by a programs key", root({}), notices(small_notices(), {"rel0"}), "BAD_SIG"},
      {"a name that is not the brand's", root({}), notices(other_name), "FILE_SET"},
      {"the root expired", root(short_lived), notices(small_notices()), "ROOT_EXPIRED"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Workbench bench;
    const std::string path =
        bench.write("n", payload_of(scf({row.root_envelope}, "", row.notices_envelope), "xx"));
    const CapturedRun run = run_command({"pack", "--notices", path, "-o", bench("out")});
    CHECK(run.exit_code == (row.told.empty() ? 0 : 5));
    CHECK(run.err.find(row.told) != std::string::npos);
  }
}

TEST_CASE("pack: files that are not what they should be") {
  const Workbench bench;
  signed_drafts(bench);
  const auto code_of = [&](const std::string& notices_path, const std::string& programs_path,
                           const std::string& stub) {
    return run_command({"pack", "--notices", notices_path, "--programs", programs_path, "--stub", stub, "-o",
                        bench("p")})
        .exit_code;
  };
  const std::string good_notices = bench("notices.draft"), good_programs = bench("programs.draft");
  CHECK(code_of(bench("root1.bin"), good_programs, bench("update-patch")) == 2);
  CHECK(code_of(good_programs, good_programs, bench("update-patch")) == 2);
  CHECK(code_of(good_notices, good_notices, bench("update-patch")) == 2);
  CHECK(code_of(bench("missing"), good_programs, bench("update-patch")) == 3);
  CHECK(code_of(good_notices, bench("missing"), bench("update-patch")) == 3);
  CHECK(code_of(good_notices, good_programs, bench("missing")) == 3);
  CHECK(run_command({"pack", "--notices", good_notices, "--stub", bench("update-patch"), "-o", bench("p")})
            .exit_code == 2);
  CHECK(run_command({"pack", "--programs", good_programs, "-o", bench("p")}).exit_code == 2);
  CHECK(run_command({"pack", "--notices", good_notices}).exit_code == 2);
  CHECK(run_command({"pack", "--notices", good_notices, "-o", bench("missing/p")}).exit_code != 0);
  CHECK_FALSE(fs::exists(bench("p")));
  CHECK(code_of(good_notices, good_programs, bench("update-patch")) == 0);
}

TEST_CASE("pack writes over nothing") {
  const Workbench bench;
  signed_drafts(bench);
  const std::string before = bench.read("notices.draft");
  for (const std::string& output : {bench("notices.draft"), bench("update-patch"), bench("")}) {
    CAPTURE(output);
    Words words = pack_arguments(bench);
    words.back() = output;
    CHECK(run_command(words).exit_code == 7);
  }
  CHECK(bench.read("notices.draft") == before);
  CHECK(bench.read("update-patch") == elf_program("updater"));
}

}  // namespace
}  // namespace tocsin::test
