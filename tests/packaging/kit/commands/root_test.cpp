// root new, root rotate and their signatures: drafts that a client accepts, and drafts that are refused.
#include <doctest/doctest.h>

#include "schema/trust/root.h"
#include "tests/packaging/kit/release/signing_samples.h"

namespace tocsin::test {
namespace {

using Words = std::vector<std::string>;

std::string vector_root() {
  std::ifstream in(TOCSIN_SOURCE_DIR "/tests/data/scf/root1.bin", std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST_CASE("the published root 1 comes out byte by byte") {
  const Workbench bench;
  signed_root(bench);
  CHECK(bench.read("root1.bin") == vector_root());
}

TEST_CASE("a root of a channel without programs") {
  const Workbench bench;
  Words words = {"root",
                 "new",
                 "--product",
                 "example.messenger.site",
                 "--root-keys",
                 bench.pub("root4"),
                 "--root-threshold",
                 "1",
                 "--notices-keys",
                 bench.pub("not4"),
                 "--notices-threshold",
                 "1",
                 "--expires",
                 "2035-11-20T00:00:00Z",
                 "-o",
                 bench("root1.bin")};
  CHECK(run_command(words).exit_code == 2);  // neither programs keys nor --no-programs
  CHECK(run_command(with(words, {"--no-programs", "--programs-keys", bench.pub("rel0")})).exit_code == 2);
  const CapturedRun run = run_command(with(words, {"--no-programs"}));
  CHECK(run.exit_code == 0);
  CHECK(run.out.find(", no programs, notices epoch 1") != std::string::npos);
  sign(bench("root1.bin"), bench.key("root4"));
  const std::string bytes = bench.read("root1.bin");
  const auto made = sound_root(bytes, "example.messenger.site");
  REQUIRE(made.has_value());
  CHECK_FALSE(made->has_programs());
  CHECK(made->programs.keys.threshold == 0);
  const auto rotated = [&](const Words& more) {
    return run_command(with({"root", "rotate", bench("root1.bin"), "--expires", "2035-11-20T00:00:00Z", "-o",
                             bench("root2.bin")},
                            more))
        .exit_code;
  };
  CHECK(rotated({}) == 0);
  CHECK(rotated({"--programs-keys", bench.pub("rel0")}) == 2);
  CHECK(rotated({"--programs-floor", "1"}) == 2);
}

Words rotate(const Workbench& bench, const Words& more) {
  return with({"root", "rotate", bench("root1.bin"), "--issued", "2025-11-23T00:00:00Z", "--expires",
               "2035-11-20T00:00:00Z", "-o", bench("root2.bin")},
              more);
}

TEST_CASE("rotate keeps what is not given") {
  const Workbench bench;
  bench.write("root1.bin", vector_root());
  CHECK(run_command(rotate(bench, {})).exit_code == 0);
  sign(bench("root2.bin"), bench.key("root0"), {"--previous", bench("root1.bin")});
  const std::string bytes = bench.read("root2.bin");
  const auto root_two = sound_root(bytes, "example.messenger");
  REQUIRE(root_two.has_value());
  CHECK(root_two->version == 2);
  CHECK(root_two->root_keys.threshold == 2);
  CHECK(root_two->root_keys.keys.size() == 3);
  for (const RoleBlock& block : {root_two->programs, root_two->notices}) {
    CHECK(block.epoch == 1);
    CHECK(block.floor == 0);
    CHECK(block.keys.threshold == 1);
    CHECK(block.keys.keys.size() == 2);
  }
}

TEST_CASE("a key that is removed begins a new epoch of its role") {
  struct Row {
    std::string_view name;
    Words more;
    std::string_view said;  // empty: refused
  };
  const Workbench bench;
  bench.write("root1.bin", vector_root());
  const std::string others = bench.pubs({"rel2", "rel3"}), more = bench.pubs({"rel0", "rel1", "rel2"});
  const std::string fewer = bench.pub("not1");
  const std::string same = "programs epoch 1 floor 0, notices epoch 1 floor 0";
  const Row rows[] = {
      {"nothing new", {}, same},
      {"other programs keys", {"--programs-keys", others}, "programs epoch 2 floor 0, notices epoch 1"},
      {"other programs keys, +1", {"--programs-keys", others, "--programs-epoch", "+1"}, "programs epoch 2"},
      {"other programs keys, same epoch", {"--programs-keys", others, "--programs-epoch", "same"}, ""},
      {"a programs key more", {"--programs-keys", more}, same},
      {"a programs key more, higher epoch",
       {"--programs-keys", more, "--programs-epoch", "+1"},
       "programs epoch 2 floor 0, notices epoch 1"},
      {"a notices key fewer", {"--notices-keys", fewer}, "programs epoch 1 floor 0, notices epoch 2"},
      {"a notices key fewer, same epoch", {"--notices-keys", fewer, "--notices-epoch", "same"}, ""},
      {"nothing new, higher epoch", {"--notices-epoch", "+1"}, "programs epoch 1 floor 0, notices epoch 2"},
      {"floors",
       {"--programs-floor", "5", "--notices-floor", "18446744073709551615"},
       "programs epoch 1 floor 5, notices epoch 1 floor 18446744073709551615"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    fs::remove(bench("root2.bin"));
    const CapturedRun run = run_command(rotate(bench, row.more));
    CHECK(run.exit_code == (row.said.empty() ? 2 : 0));
    CHECK(run.out.find(row.said) != std::string::npos);
    CHECK(fs::exists(bench("root2.bin")) != row.said.empty());
  }
}

TEST_CASE("what the root commands refuse") {
  const Workbench bench;
  bench.write("root1.bin", vector_root());
  bench.write("rubbish", "rubbish of some length");
  auto fresh = [&bench](const std::string& roots, const std::string& threshold, const std::string& expires,
                        const std::string& notices = "not0") {
    return run_command({"root",
                        "new",
                        "--product",
                        "p",
                        "--root-keys",
                        roots,
                        "--root-threshold",
                        threshold,
                        "--programs-keys",
                        bench.pub("rel0"),
                        "--programs-threshold",
                        "1",
                        "--notices-keys",
                        bench.pub(notices),
                        "--notices-threshold",
                        "1",
                        "--expires",
                        expires,
                        "-o",
                        bench("out")})
        .exit_code;
  };
  const std::string later = "2099-01-01T00:00:00Z";
  CHECK(fresh(bench.pubs({"root0", "root1"}), "2", later) == 0);
  CHECK(fresh(bench.pubs({"root0", "root1"}), "3", later) == 2);
  CHECK(fresh(bench.pubs({"root0", "root1"}), "0", later) == 2);
  CHECK(fresh(bench.pubs({"root0", "root0"}), "2", later) == 2);
  CHECK(fresh(bench("missing"), "1", later) == 3);
  CHECK(fresh(bench("rubbish"), "1", later) == 4);
  CHECK(fresh(bench.key("root0"), "1", later) == 4);  // a private key instead of a public one
  CHECK(fresh(bench.pub("root0"), "1", "2001-01-01T00:00:00Z") == 2);
  CHECK(fresh(bench.pub("root0"), "1", "tomorrow") == 2);
  CHECK(fresh(bench.pub("root0"), "1", later, "rel0") == 2);   // the everyday key would sign programs
  CHECK(fresh(bench.pub("root0"), "1", later, "root0") == 2);  // or roots
  CHECK(run_command({"root"}).exit_code == 2);
  CHECK(run_command(rotate(bench, {"--programs-epoch", "+2"})).exit_code == 2);
  CHECK(run_command(rotate(bench, {"--notices-floor", "many"})).exit_code == 2);
  CHECK(run_command(rotate(bench, {"--root-threshold", "4"})).exit_code == 2);
  const auto rotated = [&](const std::string& old) {
    return run_command({"root", "rotate", old, "--expires", later, "-o", bench("out2")}).exit_code;
  };
  CHECK(rotated(bench("rubbish")) == 4);
  CHECK(rotated(bench("missing")) == 3);
  CHECK_FALSE(fs::exists(bench("out2")));
}

TEST_CASE("a floor may not fall") {
  const Workbench bench;
  RootSpec spec;
  spec.programs.floor = spec.notices.floor = 9;
  bench.write("root1.bin", root(spec));
  for (const std::string option : {"--programs-floor", "--notices-floor"}) {
    CAPTURE(option);
    CHECK(run_command(rotate(bench, {option, "8"})).exit_code == 2);
    CHECK(run_command(rotate(bench, {option, "9"})).exit_code == 0);
  }
}

}  // namespace
}  // namespace tocsin::test
