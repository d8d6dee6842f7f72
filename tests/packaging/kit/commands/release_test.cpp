// release programs, release notices: their content, what is refused before signing, and a client's view of
// the result.
#include <doctest/doctest.h>

#include "packaging/kit/files/any_file.h"
#include "packaging/kit/release/document_file.h"
#include "packaging/kit/release/program.h"
#include "schema/core/brand.h"
#include "schema/core/program_mark.h"
#include "tests/packaging/kit/release/signing_samples.h"
#include "tests/schema/trust/patch_samples.h"

namespace tocsin::test {
namespace {

using Words = std::vector<std::string>;

struct Row {
  std::string_view name;
  Words more;
  int exit_code;
};

TEST_CASE("a draft of programs") {
  const Workbench bench;
  signed_root(bench);
  const CapturedRun run = run_command(programs_arguments(bench));
  CHECK(run.err == "");
  CHECK(run.out ==
        bench("programs.draft") + ": programs 1.7 of example.messenger for linux-x86_64, unsigned\n");
  const std::string bytes = bench.read("programs.draft");
  const auto draft = open_draft(bytes);
  REQUIRE(draft.has_value());
  CHECK(draft->role == Role::programs);
  CHECK(draft->envelope.signatures.empty());
  CHECK(draft->document.position == Position{1, 7});
  CHECK(draft->document.files.size() == 4);
  CHECK(draft->document.files[1].name == "messenger-dialog");
  CHECK(draft->file(FileRole::updater) == elf_program("updater"));
}

TEST_CASE("a draft of notices") {
  const Workbench bench;
  signed_root(bench);
  const CapturedRun run = run_command(notices_arguments(bench));
  CHECK(run.err == "");
  CHECK(run.out == bench("notices.draft") +
                       ": notices 1.9 of example.messenger, programs from 1.7, expires "
                       "2026-01-31T00:00:00Z, unsigned\n");  // the last notice's and 30 days
  const std::string bytes = bench.read("notices.draft");
  const auto draft = open_draft(bytes);
  REQUIRE(draft.has_value());
  CHECK(draft->role == Role::notices);
  CHECK(draft->document.programs_from == Position{1, 7});
  CHECK(draft->file(FileRole::config) == kConfigText);
  CHECK(draft->file(FileRole::catalog) == kCatalogText);
}

TEST_CASE("names are the brand's, where it has one for the platform") {
  const Workbench bench;
  signed_root(bench);
  fs::create_directories(bench("other"));
  bench.write("other/Catalog.XML", kCatalogText);
  run_command(with(notices_arguments(bench), {}));
  auto words = notices_arguments(bench);
  std::ranges::replace(words, bench("messenger.xml"), bench("other/Catalog.XML"));
  CHECK(run_command(words).exit_code == 0);
  std::string bytes = bench.read("notices.draft");
  CHECK(open_draft(bytes)->document.files[1].name == "messenger.xml");
  words = programs_arguments(bench);
  std::ranges::replace(words, bench("messenger"), bench.write("other/gate.bin", elf_program("notifier")));
  CHECK(run_command(words).exit_code == 0);
  bytes = bench.read("programs.draft");
  // A kit for another platform has no name for these programs, and takes the file's own.
  const bool is_brands = brand().platform == "linux-x86_64";
  CHECK(open_draft(bytes)->document.files[0].name == (is_brands ? "messenger" : "gate.bin"));
}

TEST_CASE("programs: options that are refused") {
  const Workbench bench;
  signed_root(bench);
  const Row rows[] = {
      {"nothing more", {}, 0},
      {"no time", {"--issued", "soon"}, 2},
      {"a name without a role", {"--name", "messenger"}, 2},
      {"a role that is none", {"--name", "gate=messenger"}, 2},
      {"a name that is not the brand's, where it has one",
       {"--name", "notifier=gate"},
       brand().platform == "linux-x86_64" ? 5 : 0},
      {"an updater and none", {"--no-updater"}, 2},
      {"notices' option", {"--expires", "2026-01-01T00:00:00Z"}, 2},
      {"another program kind", {"--catalog", bench("messenger.xml")}, 2},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(run_command(with(programs_arguments(bench), row.more)).exit_code == row.exit_code);
  }
  Words without = programs_arguments(bench);
  without.erase(without.end() - 4, without.end() - 2);  // --updater FILE
  CHECK(run_command(without).exit_code == 2);
  CHECK(run_command(with(without, {"--no-updater"})).exit_code == 0);
}

TEST_CASE("notices: options that are refused") {
  const Workbench bench;
  signed_root(bench);
  const Row rows[] = {
      {"nothing more", {}, 0},
      {"before the last notice, forced", {"--expires", "2025-12-31T00:00:00Z", "--force"}, 0},
      {"before the last notice", {"--expires", "2025-12-31T00:00:00Z"}, 2},
      {"before it is issued, forced", {"--expires", "2025-11-24T00:00:00Z", "--force"}, 2},
      {"no time", {"--expires", "soon"}, 2},
      {"programs' option", {"--platform", "linux-x86_64"}, 2},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(run_command(with(notices_arguments(bench), row.more)).exit_code == row.exit_code);
  }
  for (const std::string from : {"", "1", "1.07", "2.1", "one"}) {
    CAPTURE(from);
    Words words = notices_arguments(bench);
    *(std::ranges::find(words, "--programs-from") + 1) = from;
    CHECK(run_command(words).exit_code == 2);
  }
}

TEST_CASE("a time or serial that would stop what follows is refused, unless it is forced") {
  const Workbench bench;
  signed_root(bench);
  const auto code_of = [](Words words, const std::string& option, const std::string& value, bool force) {
    *(std::ranges::find(words, option) + 1) = value;
    return run_command(force ? with(words, {"--force"}) : words).exit_code;
  };
  for (const Words& words : {programs_arguments(bench), notices_arguments(bench)}) {
    CAPTURE(words[1]);
    CHECK(code_of(words, "--serial", "1000000", false) == 0);
    CHECK(code_of(words, "--serial", "1000001", false) == 2);
    CHECK(code_of(words, "--serial", "18446744073709551615", false) == 2);
    CHECK(code_of(words, "--serial", "18446744073709551615", true) == 0);
    CHECK(code_of(words, "--issued", "2099-01-01T00:00:00Z", false) == 2);
  }
  CHECK(code_of(programs_arguments(bench), "--issued", "2099-01-01T00:00:00Z", true) == 0);
  const Words later = with(notices_arguments(bench), {"--expires", "2099-02-01T00:00:00Z"});
  CHECK(code_of(later, "--issued", "2099-01-01T00:00:00Z", true) == 0);
}

TEST_CASE("--previous: the serial follows on the one before") {
  const Workbench bench;
  signed_root(bench);
  run_command(notices_arguments(bench));
  sign(bench("notices.draft"), bench.key("not0"), {"--first"});
  const std::string nine = bench.write("nine", bench.read("notices.draft"));
  const auto code_of = [&](const std::string& serial, const std::string& previous) {
    Words words = notices_arguments(bench);
    *(std::ranges::find(words, "--serial") + 1) = serial;
    return run_command(with(words, {"--previous", previous})).exit_code;
  };
  CHECK(code_of("9", nine) == 2);
  CHECK(code_of("10", nine) == 0);
  CHECK(code_of("1000009", nine) == 0);
  CHECK(code_of("1000010", nine) == 2);
  CHECK(code_of("10", bench("notices.draft")) == 5);  // itself, unsigned
  CHECK(code_of("10", bench("missing")) == 3);
  run_command(programs_arguments(bench));
  sign(bench("programs.draft"), bench.key("rel0"), {"--first"});
  CHECK(code_of("10", bench("programs.draft")) == 2);  // holds no notices
}

TEST_CASE("roots that no client could climb") {
  const Workbench bench;
  RootSpec second;
  second.version = 2;
  RootSpec third;
  third.version = 3;
  RootSpec floor;
  floor.notices.floor = 10;
  RootSpec of_notices;
  of_notices.programs.keys = {0, {}};
  const std::string unsigned_one = envelope_of(root_payload({}), 0, "");
  struct RootRow {
    std::string_view name;
    Words roots;
    int exit_code;
  };
  const RootRow rows[] = {
      {"root 1", {root({})}, 0},
      {"roots 1 and 2", {root({}), root(second)}, 0},
      {"not from version 1", {root(second)}, 5},
      {"a gap", {root({}), root(third)}, 5},
      {"root 1 unsigned", {unsigned_one}, 4},
      {"root 1 below its threshold", {root({}, {"root0"})}, 5},
      {"root 1 by strangers", {root({}, {"root3", "root4"})}, 5},
      {"root 2 below its threshold", {root({}), root(second, {"root0"})}, 5},
      {"serial below the floor", {root(floor)}, 2},
      {"rubbish", {"rubbish of some length"}, 4},
      {"programs from, of a root without programs", {root(of_notices)}, 2},
  };
  for (const RootRow& row : rows) {
    CAPTURE(row.name);
    bench.write("root1.bin", row.roots[0]);
    Words words = notices_arguments(bench);
    if (row.roots.size() > 1) words = with(words, {"--root", bench.write("1", row.roots[1])});
    CHECK(run_command(words).exit_code == row.exit_code);
  }
  CHECK(run_command(programs_arguments(bench)).exit_code == 2);  // of the last root: no programs keys
}

TEST_CASE("roots and notices leave room for 16 KiB of programs") {
  const Workbench bench;
  Ring sixteen = Ring::of(2, {"root0", "root1"});
  for (int k = 0; k < 14; ++k) sixteen.keys.push_back(test_key("more" + std::to_string(k)).public_key);
  std::ranges::sort(sixteen.keys);
  Words roots;
  std::size_t size = 0;
  for (std::uint64_t version = 1; size < (48u << 10); ++version) {
    RootSpec spec;
    spec.version = version;
    spec.root_keys = spec.programs.keys = sixteen;
    roots.push_back(bench.write("root" + std::to_string(version), root(spec)));
    size += bench.read("root" + std::to_string(version)).size();
  }
  const auto code_of = [&](std::size_t count) {
    bench.write("root1.bin", bench.read("root1"));
    Words words = notices_arguments(bench);
    for (std::size_t k = 1; k < count; ++k) words = with(words, {"--root", roots[k]});
    return run_command(words).exit_code;
  };
  CHECK(code_of(2) == 0);
  CHECK(code_of(roots.size() - 3) == 0);
  CHECK(code_of(roots.size()) == 4);
}

TEST_CASE("a catalog or config that the grammar or lint refuses is not released") {
  const Workbench bench;
  signed_root(bench);
  Words words = notices_arguments(bench);
  bench.write("messenger.xml", "not a catalog");
  CHECK(run_command(words).exit_code == 4);
  std::string undeclared(kCatalogText);
  undeclared.replace(undeclared.find(" audience=\"all\""), 15, "");
  undeclared.insert(undeclared.find("<text"), "<when><component id=\"undeclared\"/></when>");
  bench.write("messenger.xml", undeclared);
  const CapturedRun run = run_command(words);
  CHECK(run.exit_code == 1);
  CHECK(run.err.find("undeclared") != std::string::npos);
  words = notices_arguments(bench);
  bench.write("messenger.config",
              "<configuration><appSettings><add key=\"Odd\" value=\"1\"/></appSettings></configuration>");
  CHECK(run_command(words).exit_code == 4);
  CHECK_FALSE(fs::exists(bench("notices.draft")));
}

std::string windows_program(std::string_view role) {
  std::string program = pe_program({});
  program[64 + 4] = '\x64';
  program[64 + 5] = '\x86';
  return program + std::string(kProgramMarkBegin) + std::string(role) + std::string(kProgramMarkEnd);
}

TEST_CASE("a program is known by its own bytes") {
  std::string arm = elf_program("dialog");
  arm[18] = '\xb7';
  std::string old = elf_program("dialog");
  old[4] = '\x01';  // 32 bits
  struct ProgramRow {
    std::string_view name;
    std::string bytes;
    std::string_view platform, told;  // told: what is wrong with it as a dialog of that platform
  };
  const ProgramRow rows[] = {
      {"our dialog", elf_program("dialog"), "linux-x86_64", ""},
      {"stripped of everything else", elf_program("dialog", std::string(99, '\0')), "linux-x86_64", ""},
      {"our dialog for Windows", windows_program("dialog"), "windows-x86_64", ""},
      {"our notifier", elf_program("notifier"), "linux-x86_64", "is the notifier, not the dialog"},
      {"for Windows", windows_program("dialog"), "linux-x86_64",
       "a program for windows-x86_64, not for linux"},
      {"for Linux", elf_program("dialog"), "windows-x86_64", "a program for linux-x86_64, not for windows"},
      {"of another machine", arm, "linux-x86_64", "neither an ELF nor a PE"},
      {"of 32 bits", old, "linux-x86_64", "neither an ELF nor a PE"},
      {"a PE of another machine", pe_program({}), "windows-x86_64", "neither an ELF nor a PE"},
      {"somebody else's", elf_program("").substr(0, 64), "linux-x86_64", "is not marked"},
      {"a mark without an end", elf_program("dialog").substr(0, 85), "linux-x86_64", "is not marked"},
      {"a whole patch", elf_program("dialog") + elf_program("notifier"), "linux-x86_64", "is not marked"},
      {"a text", "#!/bin/sh", "linux-x86_64", "neither an ELF nor a PE"},
      {"nothing", "", "linux-x86_64", "neither an ELF nor a PE"},
  };
  for (const ProgramRow& row : rows) {
    CAPTURE(row.name);
    const auto checked = check_program(row.bytes, "dialog", row.platform);
    CHECK(checked.has_value() == row.told.empty());
    if (!checked) CHECK(checked.error().detail.find(row.told) != std::string::npos);
  }
}

TEST_CASE("swapped programs are refused, and with --force remarked on") {
  const Workbench bench;
  signed_root(bench);
  Words words = programs_arguments(bench);
  const auto place_of = [&words](const std::string& option) { return std::ranges::find(words, option) + 1; };
  std::swap(*place_of("--notifier"), *place_of("--dialog"));
  const CapturedRun refused = run_command(words);
  CHECK(refused.exit_code == 2);
  CHECK(refused.err.find("is the dialog, not the notifier") != std::string::npos);
  CHECK_FALSE(fs::exists(bench("programs.draft")));
  const CapturedRun forced = run_command(with(words, {"--force"}));
  CHECK(forced.exit_code == 0);
  CHECK(forced.err.find("warning: ") != std::string::npos);
  words = programs_arguments(bench);
  *place_of("--platform") = "windows-x86_64";
  CHECK(run_command(words).exit_code == 2);
}

}  // namespace
}  // namespace tocsin::test
