// root new, root rotate and their signatures: drafts that a client accepts, and drafts that are refused.
#include <doctest/doctest.h>

#include "schema/trust/root.h"
#include "tests/packaging/kit/release/signing_samples.h"

namespace tocsin::test {
namespace {

std::string vector_root() {
  std::ifstream in(TOCSIN_SOURCE_DIR "/tests/data/scf/root1.bin", std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST_CASE("the published root 1 comes out byte by byte") {
  const Workbench bench;
  signed_root(bench);
  CHECK(bench.read("root1.bin") == vector_root());
}

std::vector<std::string> rotate(const Workbench& bench, const std::vector<std::string>& more) {
  return with({"root", "rotate", bench("root1.bin"), "--issued", "2025-11-23T00:00:00Z", "--expires",
               "2035-11-20T00:00:00Z", "-o", bench("root2.bin")},
              more);
}

TEST_CASE("rotate keeps what is not given") {
  const Workbench bench;
  bench.write("root1.bin", vector_root());
  CHECK(run_command(rotate(bench, {})).exit_code == 0);
  run_command({"sign", bench("root2.bin"), "--key", bench.key("root0")});
  const std::string bytes = bench.read("root2.bin");
  const auto root_two = sound_root(bytes, "example.messenger");
  REQUIRE(root_two.has_value());
  CHECK(root_two->version == 2);
  CHECK(root_two->epoch == 1);
  CHECK(root_two->floor == 0);
  CHECK(root_two->root_keys.threshold == 2);
  CHECK(root_two->root_keys.keys.size() == 3);
  CHECK(root_two->release_keys.threshold == 1);
}

TEST_CASE("new release keys begin a new epoch unless told otherwise") {
  struct Row {
    std::string_view name;
    std::vector<std::string> more;
    std::string_view said;
  };
  const Workbench bench;
  bench.write("root1.bin", vector_root());
  const std::string keys = bench.pubs({"rel2", "rel3"});
  const Row rows[] = {
      {"new release keys", {"--release-keys", keys}, "epoch 2"},
      {"new release keys, same epoch", {"--release-keys", keys, "--epoch", "same"}, "epoch 1"},
      {"nothing new", {}, "epoch 1"},
      {"nothing new, higher epoch", {"--epoch", "+1"}, "epoch 2"},
      {"a floor", {"--floor", "5"}, "floor 5"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const CapturedRun run = run_command(rotate(bench, row.more));
    CHECK(run.exit_code == 0);
    CHECK(run.out.find(row.said) != std::string::npos);
  }
}

TEST_CASE("what the root commands refuse") {
  const Workbench bench;
  bench.write("root1.bin", vector_root());
  bench.write("rubbish", "rubbish of some length");
  auto fresh = [&bench](const std::string& roots, const std::string& threshold, const std::string& expires) {
    return run_command({"root", "new", "--product", "p", "--root-keys", roots, "--root-threshold", threshold,
                        "--release-keys", bench.pub("rel0"), "--release-threshold", "1", "--expires", expires,
                        "-o", bench("out")})
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
  CHECK(run_command({"root"}).exit_code == 2);
  CHECK(run_command(rotate(bench, {"--epoch", "+2"})).exit_code == 2);
  CHECK(run_command(rotate(bench, {"--root-threshold", "4"})).exit_code == 2);
  CHECK(
      run_command({"root", "rotate", bench("rubbish"), "--expires", later, "-o", bench("out2")}).exit_code ==
      4);
  CHECK(
      run_command({"root", "rotate", bench("missing"), "--expires", later, "-o", bench("out2")}).exit_code ==
      3);
  CHECK_FALSE(fs::exists(bench("out2")));
}

TEST_CASE("the floor may not fall") {
  const Workbench bench;
  RootSpec spec;
  spec.floor = 9;
  bench.write("root1.bin", root(spec));
  CHECK(run_command(rotate(bench, {"--floor", "8"})).exit_code == 2);
  CHECK(run_command(rotate(bench, {"--floor", "9"})).exit_code == 0);
}

}  // namespace
}  // namespace tocsin::test
