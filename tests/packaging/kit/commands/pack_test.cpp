// pack: the patch holds the stub and the payload; a payload that no client would accept is not packed.
#include <doctest/doctest.h>

#include "packaging/kit/files/any_file.h"
#include "tests/packaging/kit/release/patch_bench.h"
#include "tests/schema/trust/patch_samples.h"

namespace tocsin::test {

using namespace kit;
namespace {

TEST_CASE("a patch is stub, zeros, payload, trailer") {
  const Workbench bench;
  const std::string payload_path = signed_payload(bench);
  const std::string payload = bench.read("draft.bin");
  for (std::size_t size = 1; size <= 17; ++size) {
    CAPTURE(size);
    fs::remove(bench("patch.bin"));
    const std::string stub(size, 's');
    const CapturedRun run = pack(bench, payload_path, stub);
    CHECK(run.exit_code == 0);
    CHECK(run.err == "");
    const std::string patch = bench.read("patch.bin");
    CHECK(patch.size() % 8 == 0);
    CHECK(patch.size() - size - payload.size() - 16 < 8);
    const std::string zeros(patch.size() - size - payload.size() - 16, '\0');
    CHECK(patch == patch_of(stub + zeros, payload));
    CHECK(run_command(
              {"verify", bench("patch.bin"), "--root", bench("root1.bin"), "--at", "2025-11-25T00:00:00Z"})
              .out == "ACCEPT 1.7\n");
  }
}

TEST_CASE("pack: what it says") {
  const Workbench bench;
  const CapturedRun run = pack(bench, signed_payload(bench), "stub");
  CHECK(run.out.starts_with(bench("patch.bin") +
                            ": release 1.7 of example.messenger for linux-x86_64, expires"));
}

TEST_CASE("pack behind a program for Windows, signed afterwards") {
  const Workbench bench;
  CHECK(pack(bench, signed_payload(bench), pe_program({})).exit_code == 0);
  std::string patch = bench.read("patch.bin");
  patch.replace(64 + 24 + 144, 8, little(patch.size(), 4) + little(1000, 4));
  const std::string path = bench.write("signed.exe", patch + std::string(1000, 's'));
  CHECK(run_command({"verify", path, "--at", "2025-11-25T00:00:00Z"}).out == "ACCEPT 1.7\n");
  CHECK(run_command({"verify", bench.write("cut.exe", patch + std::string(999, 's'))}).out == "MAGIC\n");
}

TEST_CASE("stubs that are refused") {
  const Workbench bench;
  const std::string payload_path = signed_payload(bench);
  const std::string payload = bench.read("draft.bin");
  PeSpec signed_program;
  signed_program.table_begin = 352;
  signed_program.table_size = 24;
  PeSpec signed_and_more = signed_program;
  signed_and_more.rest += "more";
  struct Row {
    std::string_view name;
    std::string stub;
    int exit_code;
    std::string_view told;
  };
  const Row rows[] = {
      {"an ELF that ends in zeros",
       "\x7f"
       "ELF" +
           std::string(16, '\0'),
       0, ""},
      {"a PE", pe_program({}), 0, ""},
      {"a trailer within", trailer_to(0) + "stub", 0, ""},
      {"empty", "", 2, "is empty"},
      {"a patch", patch_of("stub", payload), 2, "carries a payload already"},
      {"a trailer that points nowhere", "stub" + trailer_to(999), 2, "carries a payload already"},
      {"a payload", payload, 2, "carries a payload already"},
      {"a signed PE", pe_program(signed_program), 2, "pack first, sign the patch afterwards"},
      {"a signed PE, something behind", pe_program(signed_and_more), 2, "pack first"},
      {"a signed patch", signed_patch_of({}, payload, 40), 2, "pack first"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    fs::remove(bench("patch.bin"));
    const CapturedRun run = pack(bench, payload_path, row.stub);
    CHECK(run.exit_code == row.exit_code);
    CHECK(run.err.find(row.told) != std::string::npos);
    CHECK((run.err.find("stub.bin") != std::string::npos) == (row.exit_code != 0));
    CHECK(fs::exists(bench("patch.bin")) == (row.exit_code == 0));
  }
}

/// Files of one byte each, "x".
ReleaseSpec small_release() {
  ReleaseSpec spec;
  for (FileSpec& file : spec.files) file = FileSpec::of(file.role, file.name, "x");
  return spec;
}

TEST_CASE("payloads that are refused, by the client's own word") {
  RootSpec two_of_two;
  two_of_two.release_keys = Ring::of(2, {"rel0", "rel1"});
  RootSpec second;
  second.version = 2;
  RootSpec short_lived;
  short_lived.expires = 1763942399;
  ReleaseSpec backwards = small_release();
  backwards.expires = backwards.issued - 1;
  ReleaseSpec of_the_second = small_release();
  of_the_second.root_version = 2;
  const std::string unsigned_root = envelope_of(root_payload({}), 0, "");
  const std::string payload = release_payload(small_release());
  struct Row {
    std::string_view name;
    std::string root_envelope, release_envelope, blobs, told;
    int exit_code;
  };
  const Row rows[] = {
      {"good", root({}), release(small_release()), "xxxxx", "", 0},
      {"two of two", root(two_of_two), release(small_release(), {"rel0", "rel1"}), "xxxxx", "", 0},
      {"one of two", root(two_of_two), release(small_release()), "xxxxx", "THRESHOLD", 5},
      {"unsigned", root({}), envelope_of(payload, 0, ""), "xxxxx", "SIGCOUNT", 4},
      {"by a stranger", root({}), release(small_release(), {"rel2"}), "xxxxx", "BAD_SIG", 5},
      {"by a root key", root({}), release(small_release(), {"root0"}), "xxxxx", "BAD_SIG", 5},
      {"not from root 1", root(second), release(of_the_second), "xxxxx", "ROOT_GAP", 5},
      {"root unsigned", unsigned_root, release(small_release()), "xxxxx", "SIGCOUNT", 4},
      {"root below its threshold", root({}, {"root0"}), release(small_release()), "xxxxx", "THRESHOLD", 5},
      {"root by strangers", root({}, {"root3", "root4"}), release(small_release()), "xxxxx", "BAD_SIG", 5},
      {"root expired on that day", root(short_lived), release(small_release()), "xxxxx", "ROOT_EXPIRED", 5},
      {"expires before it is issued", root({}), release(backwards), "xxxxx", "DATES", 5},
      {"of a root to come", root({}), release(of_the_second), "xxxxx", "ROOT_TOO_OLD", 5},
      {"another file", root({}), release(small_release()), "xxyxx", "FILE_HASH", 5},
      {"another last file", root({}), release(small_release()), "xxxxy", "FILE_HASH", 5},
      {"a byte missing", root({}), release(small_release()), "xxxx", "TRUNCATED", 4},
      {"a byte left over", root({}), release(small_release()), "xxxxxx", "SLACK", 4},
      {"no release", root({}), "", "xxxxx", "TRUNCATED", 4},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Workbench bench;
    const std::string path =
        bench.write("signed.bin", payload_of(scf({row.root_envelope}, row.release_envelope), row.blobs));
    const CapturedRun run = pack(bench, path, "stub");
    CHECK(run.exit_code == row.exit_code);
    CHECK(run.err.find(row.told) != std::string::npos);
    CHECK((run.err.find("signed.bin") != std::string::npos) == (row.exit_code != 0));
    CHECK(fs::exists(bench("patch.bin")) == (row.exit_code == 0));
  }
}

TEST_CASE("pack: files that are not what they should be") {
  const Workbench bench;
  const std::string payload_path = signed_payload(bench);
  const std::string stub = bench.write("stub", "stub");
  const auto exit_code_of = [&](const std::string& payload, const std::string& stub_path,
                                const std::string& out) {
    return run_command({"pack", payload, "--stub", stub_path, "-o", out}).exit_code;
  };
  CHECK(exit_code_of(bench("root1.bin"), stub, bench("p")) == 2);
  CHECK(exit_code_of(stub, stub, bench("p")) == 2);
  CHECK(exit_code_of(bench("missing"), stub, bench("p")) == 3);
  CHECK(exit_code_of(payload_path, bench("missing"), bench("p")) == 3);
  CHECK(exit_code_of(payload_path, stub, bench("missing/p")) != 0);
  CHECK(run_command({"pack", payload_path, "-o", bench("p")}).exit_code == 2);
  CHECK(run_command({"pack", payload_path, "--stub", stub}).exit_code == 2);
  CHECK_FALSE(fs::exists(bench("p")));
  CHECK(exit_code_of(payload_path, stub, bench("p")) == 0);
  CHECK(exit_code_of(bench("p"), stub, bench("q")) == 2);  // a patch is not packed again
}

TEST_CASE("pack writes over nothing") {
  const Workbench bench;
  const std::string payload_path = signed_payload(bench);
  const std::string payload = bench.read("draft.bin");
  const std::string stub = bench.write("stub", "stub");
  for (const std::string& output : {bench("draft.bin"), stub, bench("")}) {
    CAPTURE(output);
    CHECK(run_command({"pack", payload_path, "--stub", stub, "-o", output}).exit_code == 7);
  }
  CHECK(bench.read("draft.bin") == payload);
  CHECK(bench.read("stub") == "stub");
}

TEST_CASE("a stub that is not the listed updater is remarked on") {
  const Workbench bench;
  const std::string payload = signed_payload(
      bench, {"--updater", bench.write("updater", "this one"), "--name", "updater=update-patch"});
  const CapturedRun other = pack(bench, payload, "another");
  CHECK(other.exit_code == 0);
  CHECK(other.err.find("warning") != std::string::npos);
  fs::remove(bench("patch.bin"));
  const CapturedRun same = pack(bench, payload, "this one");
  CHECK(same.exit_code == 0);
  CHECK(same.err == "");
}

}  // namespace
}  // namespace tocsin::test
