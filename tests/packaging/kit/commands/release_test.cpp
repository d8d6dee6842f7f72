// release: its content, what is refused before signing, and a client's view of the result.
#include <doctest/doctest.h>

#include "packaging/kit/files/any_file.h"
#include "schema/trust/proof.h"
#include "tests/packaging/kit/release/signing_samples.h"

namespace tocsin::test {

using namespace kit;
namespace {

Result<Proof> proof_of(const std::string& payload, const std::string& root_bytes) {
  const auto opened = open_payload(payload);
  if (!opened) return Failure(opened.error());
  TrustAnchor anchor;
  anchor.root_envelope = root_bytes;
  return Proof::of(opened->scf_bytes, anchor, {"example.messenger", "linux-x86_64", instant_at(1764028800)});
}

TEST_CASE("a release, signed, is what a client accepts") {
  const Workbench bench;
  const std::string root_path = signed_root(bench);
  const CapturedRun run = run_command(release_arguments(bench, root_path));
  CHECK(run.err == "");
  CHECK(run.exit_code == 0);
  CHECK(proof_of(bench.read("draft.bin"), bench.read("root1.bin")).error().rule == "SIGCOUNT");
  CHECK(run_command({"sign", bench("draft.bin"), "--key", bench.key("rel0")}).exit_code == 0);
  const auto proof = proof_of(bench.read("draft.bin"), bench.read("root1.bin"));
  REQUIRE(proof.has_value());
  CHECK(proof->release().serial == 7);
  CHECK(format_instant(proof->release().expires) == "2026-01-31T00:00:00Z");  // the last notice's and 30 days
  CHECK(proof->release().file(FileRole::dialog)->name == "messenger-dialog");
  CHECK(proof->admit(FileRole::catalog, std::string(kCatalogText)).has_value());
  CHECK(proof->admit(FileRole::config, std::string(kConfigText)).has_value());
  CHECK(open_payload(bench.read("draft.bin"))->blobs.starts_with("gate<configuration>"));
}

TEST_CASE("names and dates by option") {
  const Workbench bench;
  const std::string root_path = signed_root(bench);
  const auto run =
      run_command(with(release_arguments(bench, root_path),
                       {"--name", "notifier=Example.Messenger.exe", "--updater", bench.write("stub", "s"),
                        "--name", "updater=UpdatePatch.exe", "--expires", "2026-02-22T00:00:00Z"}));
  CHECK(run.exit_code == 0);
  run_command({"sign", bench("draft.bin"), "--key", bench.key("rel1")});
  const auto proof = proof_of(bench.read("draft.bin"), bench.read("root1.bin"));
  REQUIRE(proof.has_value());
  CHECK(proof->release().file(FileRole::notifier)->name == "Example.Messenger.exe");
  CHECK(proof->release().file(FileRole::updater)->name == "UpdatePatch.exe");
  CHECK(format_instant(proof->release().expires) == "2026-02-22T00:00:00Z");
}

TEST_CASE("options that are refused") {
  const Workbench bench;
  const std::string root_path = signed_root(bench);
  struct Row {
    std::string_view name;
    std::vector<std::string> more;
    int exit_code;
  };
  const Row rows[] = {
      {"nothing more", {}, 0},
      {"before the last notice, forced", {"--expires", "2025-12-31T00:00:00Z", "--force"}, 0},
      {"before the last notice", {"--expires", "2025-12-31T00:00:00Z"}, 2},
      {"before it is issued, forced", {"--expires", "2025-11-24T00:00:00Z", "--force"}, 2},
      {"no time", {"--expires", "soon"}, 2},
      {"a name without a role", {"--name", "messenger"}, 2},
      {"a role that is none", {"--name", "gate=messenger"}, 2},
      {"a name that is a path", {"--name", "notifier=../messenger"}, 5},
      {"a name that another has", {"--name", "notifier=messenger.xml"}, 5},
      {"a file that is not there", {"--updater", bench("missing")}, 3},
      {"an option of another command", {"--key", "k"}, 2},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(run_command(with(release_arguments(bench, root_path), row.more)).exit_code == row.exit_code);
  }
}

TEST_CASE("roots that no client could climb") {
  const Workbench bench;
  RootSpec second;
  second.version = 2;
  RootSpec third;
  third.version = 3;
  RootSpec floor;
  floor.floor = 8;
  const std::string unsigned_one = envelope_of(root_payload({}), 0, "");
  struct Row {
    std::string_view name;
    std::vector<std::string> roots;
    int exit_code;
  };
  const Row rows[] = {
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
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    auto arguments = release_arguments(bench, bench.write("0", row.roots[0]));
    if (row.roots.size() > 1) arguments = with(arguments, {"--root", bench.write("1", row.roots[1])});
    CHECK(run_command(arguments).exit_code == row.exit_code);
  }
}

TEST_CASE("a catalog or config that the grammar or lint refuses is not released") {
  const Workbench bench;
  const std::string root_path = signed_root(bench);
  auto arguments = release_arguments(bench, root_path);
  bench.write("messenger.xml", "not a catalog");
  CHECK(run_command(arguments).exit_code == 4);
  std::string undeclared(kCatalogText);
  undeclared.replace(undeclared.find(" audience=\"all\""), 15, "");
  undeclared.insert(undeclared.find("<text"), "<when><component id=\"undeclared\"/></when>");
  bench.write("messenger.xml", undeclared);
  const CapturedRun run = run_command(arguments);
  CHECK(run.exit_code == 1);
  CHECK(run.err.find("undeclared") != std::string::npos);
  arguments = release_arguments(bench, root_path);
  bench.write("messenger.config",
              "<configuration><appSettings><add key=\"Odd\" value=\"1\"/></appSettings></configuration>");
  CHECK(run_command(arguments).exit_code == 4);
  CHECK_FALSE(fs::exists(bench("draft.bin")));
}

}  // namespace
}  // namespace tocsin::test
